//! Tasks: spawned, joined, chained, yielding, and spawned from threads of no runtime.
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering::AcqRel};
use std::sync::{Arc, Mutex};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// Counts down, and sends when it is at zero.
pub struct Countdown {
    left: AtomicUsize,
    done: Mutex<Option<oneshot::Sender<()>>>,
}

impl Countdown {
    pub fn new(count: usize) -> (Arc<Self>, oneshot::Receiver<()>) {
        let (sender, receiver) = oneshot::channel();
        (Arc::new(Countdown { left: AtomicUsize::new(count), done: Mutex::new(Some(sender)) }), receiver)
    }

    pub fn count(&self) {
        if self.left.fetch_sub(1, AcqRel) == 1 {
            let sender = self.done.lock().unwrap().take().unwrap();
            let _ = sender.send(());
        }
    }
}

pub async fn times<F, Fut>(times: usize, mut workload: F)
where
    F: FnMut() -> Fut,
    Fut: Future<Output = ()>,
{
    for _ in 0..times {
        workload().await;
    }
}

pub async fn spawn_many(tasks: usize) {
    let (countdown, done) = Countdown::new(tasks);
    for _ in 0..tasks {
        let countdown = countdown.clone();
        tokio::spawn(async move { countdown.count() });
    }
    done.await.unwrap();
}

pub async fn spawn_join(tasks: usize) {
    let mut handles = Vec::with_capacity(tasks);
    for _ in 0..tasks {
        handles.push(tokio::spawn(async {}));
    }
    for handle in handles {
        handle.await.unwrap();
    }
}

pub async fn spawn_chain(length: usize) {
    let (sender, receiver) = oneshot::channel();
    link(length, sender);
    receiver.await.unwrap();
}

fn link(length: usize, done: oneshot::Sender<()>) {
    tokio::spawn(async move {
        if length == 1 {
            let _ = done.send(());
        } else {
            link(length - 1, done);
        }
    });
}

pub async fn yielding(tasks: usize, yields: usize) {
    let mut handles = Vec::with_capacity(tasks);
    for _ in 0..tasks {
        handles.push(tokio::spawn(async move {
            for _ in 0..yields {
                tokio::task::yield_now().await;
            }
        }));
    }
    for handle in handles {
        handle.await.unwrap();
    }
}

pub async fn remote_spawn(threads: usize, tasks: usize) {
    let (countdown, done) = Countdown::new(tasks);
    for _ in 0..threads {
        let (countdown, runtime) = (countdown.clone(), Handle::current());
        std::thread::spawn(move || {
            for _ in 0..tasks / threads {
                let countdown = countdown.clone();
                runtime.spawn(async move { countdown.count() });
            }
        });
    }
    done.await.unwrap();
}

pub async fn skynet_checked(size: u64) {
    assert_eq!(skynet(0, size).await, size * (size - 1) / 2);
}

fn skynet(number: u64, size: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    Box::pin(async move {
        if size == 1 {
            return number;
        }
        let share = size / 10;
        let mut children = Vec::with_capacity(10);
        for child in 0..10 {
            children.push(tokio::spawn(skynet(number + child * share, share)));
        }
        let mut sum = 0;
        for child in children {
            sum += child.await.unwrap();
        }
        sum
    })
}
