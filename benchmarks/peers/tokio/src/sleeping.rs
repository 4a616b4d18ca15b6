//! A great many tasks that sleep: how long beyond their sleep they take, and what memory they hold.
use crate::spawning::Countdown;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

const SLEEP: Duration = Duration::from_secs(10);

/// Nanoseconds beyond the sleep, the spawning included.
pub fn time_over(rt: &Runtime, tasks: usize) -> u128 {
    crate::in_task(rt, async move {
        let begin = Instant::now();
        let (countdown, done) = Countdown::new(tasks);
        for _ in 0..tasks {
            let countdown = countdown.clone();
            tokio::spawn(async move {
                tokio::time::sleep(SLEEP).await;
                countdown.count();
            });
        }
        done.await.unwrap();
        (begin.elapsed() - SLEEP).as_nanos()
    })
}

/// Bytes that the allocator has given out more than before, once all tasks sleep.
pub fn heap(rt: &Runtime, tasks: usize) -> usize {
    let before = allocated();
    crate::in_task(rt, async move {
        let (countdown, asleep) = Countdown::new(tasks);
        for _ in 0..tasks {
            let countdown = countdown.clone();
            tokio::spawn(async move {
                countdown.count();
                tokio::time::sleep(Duration::from_secs(3_600)).await;
            });
        }
        asleep.await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
        allocated() - before
    })
}

fn allocated() -> usize {
    let info = unsafe { libc::mallinfo2() };
    info.uordblks + info.hblkhd
}
