//! Servers on the loopback interface, which end with the input of this process.
use hyper::service::{make_service_fn, service_fn};
use hyper::{Body, Request, Response, Server};
use std::convert::Infallible;
use std::io::Read;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

pub fn echo(rt: &Runtime) {
    exit_at_end_of_input();
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

pub fn http(rt: &Runtime) {
    exit_at_end_of_input();
    crate::in_task(rt, async {
        let server = Server::bind(&([127, 0, 0, 1], 0).into())
            .tcp_nodelay(true)
            .serve(make_service_fn(|_| async { Ok::<_, Infallible>(service_fn(hello)) }));
        crate::say(&format!("port={}", server.local_addr().port()));
        server.await.unwrap();
    })
}

async fn hello(_: Request<Body>) -> Result<Response<Body>, Infallible> {
    let response = Response::builder().header("content-type", "text/plain");
    Ok(response.body(Body::from("Hello, World!")).expect("a response"))
}

fn exit_at_end_of_input() {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
}
