//! A server on the loopback interface, which ends with the input of this process.
use std::io::Read;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

pub fn echo(rt: &Runtime) {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    crate::in_task(rt, async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        crate::say(&format!("port={}", listener.local_addr().unwrap().port()));
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            socket.set_nodelay(true).unwrap();
            tokio::spawn(serve(socket));
        }
    })
}

async fn serve(mut socket: TcpStream) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = socket.read(&mut buffer).await {
        if socket.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
