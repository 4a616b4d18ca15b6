//! Tasks that take turns.
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::Arc;
use tokio::sync::{Mutex, Semaphore};

pub async fn mutex(tasks: u64, turns: u64, yields: bool) {
    let counter = Arc::new(Mutex::new(0));
    let mut handles = Vec::new();
    for _ in 0..tasks {
        let counter = counter.clone();
        handles.push(tokio::spawn(async move {
            for _ in 0..turns {
                let mut guard = counter.lock().await;
                *guard += 1;
                if yields {
                    tokio::task::yield_now().await;
                }
            }
        }));
    }
    for handle in handles {
        handle.await.unwrap();
    }
    assert_eq!(*counter.lock().await, tasks * turns);
}

pub async fn semaphore(tasks: u64, turns: u64, permits: usize, yields: bool) {
    let semaphore = Arc::new(Semaphore::new(permits));
    let counter = Arc::new(AtomicU64::new(0));
    let mut handles = Vec::new();
    for _ in 0..tasks {
        let (semaphore, counter) = (semaphore.clone(), counter.clone());
        handles.push(tokio::spawn(async move {
            for _ in 0..turns {
                let _permit = semaphore.acquire().await.unwrap();
                counter.fetch_add(1, SeqCst);
                if yields {
                    tokio::task::yield_now().await;
                }
            }
        }));
    }
    for handle in handles {
        handle.await.unwrap();
    }
    assert_eq!(counter.load(SeqCst), tasks * turns);
}
