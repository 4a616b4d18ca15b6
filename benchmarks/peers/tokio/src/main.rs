//! The workloads on Tokio. Usage: tokio-peer multi|current WORKLOAD
//!
//! Speaks the protocol that benchmarks/README.md describes.
mod channels;
mod locks;
mod servers;
mod sleeping;
mod spawning;

use std::future::Future;
use std::io::{BufRead, Write};
use std::time::Instant;
use tokio::runtime::{Builder, Runtime};

const WORKERS: usize = 2;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, flavour, workload] = &arguments[..] else {
        eprintln!("Usage: tokio-peer multi|current WORKLOAD");
        std::process::exit(2);
    };
    let runtime = match flavour.as_str() {
        "multi" => Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build(),
        _ => Builder::new_current_thread().enable_all().build(),
    }
    .expect("a runtime");
    run(&runtime, workload);
}

fn run(rt: &Runtime, workload: &str) {
    match workload {
        "spawn_many" => rounds(rt, 500_000, || spawning::times(50, || spawning::spawn_many(10_000))),
        "spawn_join" => rounds(rt, 500_000, || spawning::times(50, || spawning::spawn_join(10_000))),
        "spawn_chain" => rounds(rt, 500_000, || spawning::times(500, || spawning::spawn_chain(1_000))),
        "yield" => rounds(rt, 2_000_000, || spawning::times(10, || spawning::yielding(200, 1_000))),
        "skynet" => rounds(rt, 1_000_000, || spawning::skynet_checked(1_000_000)),
        "remote_spawn_1" => rounds(rt, 400_000, || spawning::remote_spawn(1, 400_000)),
        "remote_spawn_2" => rounds(rt, 400_000, || spawning::remote_spawn(2, 400_000)),
        "remote_spawn_4" => rounds(rt, 400_000, || spawning::remote_spawn(4, 400_000)),
        "remote_spawn_8" => rounds(rt, 400_000, || spawning::remote_spawn(8, 400_000)),
        "ping_pong" => rounds(rt, 200_000, || spawning::times(200, || channels::ping_pong(1_000))),
        "mpsc_1" => rounds(rt, 1_000_000, || channels::mpsc(1, 1_000_000)),
        "mpsc_5" => rounds(rt, 1_000_000, || channels::mpsc(5, 1_000_000)),
        "select" => rounds(rt, 1_000_000, || channels::select(1_000_000)),
        "mutex" => rounds(rt, 1_000_000, || spawning::times(10, || locks::mutex(100, 1_000, false))),
        "mutex_yield" => rounds(rt, 500_000, || spawning::times(5, || locks::mutex(100, 1_000, true))),
        "semaphore" => rounds(rt, 1_000_000, || spawning::times(10, || locks::semaphore(100, 1_000, 10, false))),
        "semaphore_yield" => rounds(rt, 500_000, || spawning::times(5, || locks::semaphore(100, 1_000, 10, true))),
        "sleep" => answers(1_000_000, |_| format!("ns={}", sleeping::time_over(rt, 1_000_000))),
        "sleep_heap" => answers(1_000_000, |_| format!("heap={}", sleeping::heap(rt, 1_000_000))),
        "wake" => answers(1, |times| format!("samples={}", channels::wake(rt, times))),
        "echo" => servers::echo(rt),
        "http" => servers::http(rt),
        _ => {
            eprintln!("There is no workload {workload} here.");
            std::process::exit(2);
        }
    }
}

/// Answers each number that is read with the time of so many repetitions, driven from inside a task.
fn rounds<F, Fut>(rt: &Runtime, operations: u64, mut workload: F)
where
    F: FnMut() -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    answers(operations, |times| {
        let mut nanos = 0;
        for _ in 0..times {
            let once = workload();
            nanos += in_task(rt, async {
                let begin = Instant::now();
                once.await;
                begin.elapsed().as_nanos()
            });
        }
        format!("ns={nanos}")
    });
}

fn answers(operations: u64, mut answer: impl FnMut(u64) -> String) {
    say(&format!("ops={operations}"));
    for line in std::io::stdin().lock().lines() {
        let times = line.expect("a line").trim().parse().expect("a number of repetitions");
        say(&answer(times));
    }
}

pub fn say(line: &str) {
    println!("{line}");
    std::io::stdout().flush().expect("somebody who listens");
}

pub fn in_task<T: Send + 'static>(rt: &Runtime, future: impl Future<Output = T> + Send + 'static) -> T {
    rt.block_on(async { tokio::spawn(future).await.expect("a task that ends well") })
}
