//! Messages between tasks, and from a thread to a runtime that sleeps.
use crate::spawning::Countdown;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::sync::{mpsc, oneshot};

pub async fn ping_pong(pairs: usize) {
    let (countdown, done) = Countdown::new(pairs);
    for _ in 0..pairs {
        let countdown = countdown.clone();
        tokio::spawn(async move {
            let (ping, pinged) = oneshot::channel::<()>();
            let (pong, ponged) = oneshot::channel::<()>();
            tokio::spawn(async move {
                pinged.await.unwrap();
                pong.send(()).unwrap();
            });
            ping.send(()).unwrap();
            ponged.await.unwrap();
            countdown.count();
        });
    }
    done.await.unwrap();
}

pub async fn mpsc(producers: u64, messages: u64) {
    let (sender, mut receiver) = mpsc::channel::<u64>(1_000);
    for _ in 0..producers {
        let sender = sender.clone();
        tokio::spawn(async move {
            for i in 0..messages / producers {
                sender.send(i & 127).await.unwrap();
            }
        });
    }
    drop(sender);
    let consumer = tokio::spawn(async move {
        let (mut received, mut sum) = (0, 0);
        while let Some(message) = receiver.recv().await {
            received += 1;
            sum += message;
        }
        std::hint::black_box(sum);
        received
    });
    assert_eq!(consumer.await.unwrap(), messages);
}

pub async fn select(messages: u64) {
    let (even, mut evens) = mpsc::channel::<u64>(16);
    let (odd, mut odds) = mpsc::channel::<u64>(16);
    let (mut sum, mut expected) = (0, 0);
    for i in 0..messages {
        let sender = if i & 1 == 0 { &even } else { &odd };
        sender.try_send(i & 127).unwrap();
        expected += i & 127;
        tokio::select! {
            message = evens.recv() => sum += message.unwrap(),
            message = odds.recv() => sum += message.unwrap(),
        }
    }
    assert_eq!(sum, expected);
}

/// Nanoseconds from a thread's send to the task that goes on, each after the runtime slept for two milliseconds.
pub fn wake(rt: &Runtime, samples: u64) -> String {
    let (requests, waiting) = std::sync::mpsc::channel::<oneshot::Sender<Instant>>();
    let thread = std::thread::spawn(move || {
        for request in waiting {
            std::thread::sleep(Duration::from_millis(2));
            request.send(Instant::now()).unwrap();
        }
    });
    let nanos = crate::in_task(rt, async move {
        let mut nanos = Vec::new();
        for _ in 0..samples {
            let (sender, receiver) = oneshot::channel();
            requests.send(sender).unwrap();
            let sent = receiver.await.unwrap();
            nanos.push(sent.elapsed().as_nanos().to_string());
        }
        nanos
    });
    thread.join().unwrap();
    nanos.join(",")
}
