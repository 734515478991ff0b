//! Nearest over HTTP beside the same server program answering a constant JSON of the same size, in turn within one run.
//!
//! 32 connections that stay open, each asking again as soon as it is answered; the load shares the machine with the server.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use actix_web::{App, HttpResponse, HttpServer, web};
use carereach::{
    config::{BasemapArgs, Config, GeocoderArgs, OidcArgs, TlsArgs},
    registry::{Records, SeedDivisions},
    sample::{SampleOptions, sample_city},
    startup,
    storage::{DatabaseUrl, Open},
};

/// The allocator of the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CONNECTIONS: usize = 32;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(3);

fn main() {
    let city = sample_city(&SampleOptions { facilities: Some(20_000), ..SampleOptions::default() });
    let records = Records::open(&DatabaseUrl::SqliteMemory, Open::Create, SeedDivisions::None).expect("a registry in memory");
    records.take_sample(&city).expect("the sample city is taken");
    let bounds = carereach::registry::Registry::new(records, None).expect("a snapshot");
    let [west, south, east, north] = bounds.snapshot().bounds().expect("a city has bounds");
    let records = Records::open(&DatabaseUrl::SqliteMemory, Open::Create, SeedDivisions::None).expect("a registry in memory");
    records.take_sample(&city).expect("the sample city is taken");
    let service = spawn(move |up| {
        let listen = "127.0.0.1:0".parse().expect("an address");
        let config = Config {
            listen,
            area: None,
            basemap: BasemapArgs::default(),
            tls: TlsArgs::default(),
            oidc: OidcArgs::default(),
            geocoder: GeocoderArgs::default(),
        };
        let running = startup::start(&config, records).expect("the service starts");
        up.send(running.address).expect("the bench waits");
        running.server
    });
    let paths: Vec<String> = (0..1_000)
        .map(|number| {
            let part = |step: f64| (f64::from(number) * step).fract();
            let (lon, lat) = (west + (east - west) * part(0.618_033_9), south + (north - south) * part(0.754_877_7));
            format!("/api/v1/nearest?lon={lon:.6}&lat={lat:.6}&kind=elderly-day-care&limit=5")
        })
        .collect();
    let body = ask(&mut connect(service), &paths[0]);
    let size = body.len();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).expect("JSON")["features"].as_array().map(Vec::len), Some(5));
    let constant_body = String::from_utf8(body).expect("UTF-8");
    let constant = spawn(move |up| {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        up.send(listener.local_addr().expect("its address")).expect("the bench waits");
        let answer = move || {
            let body = constant_body.clone();
            async move { HttpResponse::Ok().content_type("application/json").body(body) }
        };
        let workers = thread::available_parallelism().map_or(2, usize::from);
        HttpServer::new(move || App::new().default_service(web::to(answer.clone())))
            .workers(workers)
            .listen(listener)
            .expect("it listens")
            .run()
    });

    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare.push(rate(constant, &paths));
        ours.push(rate(service, &paths));
    }
    let (ours, bare) = (median(&mut ours), median(&mut bare));
    println!("HTTP, {CONNECTIONS} connections, bodies of {size} bytes, medians of {ROUNDS} rounds in turn");
    println!("constant JSON from bare actix   {bare:>10.0} answers/s");
    println!("nearest, k = 5 of a kind        {ours:>10.0} answers/s   {:.2}x of the constant", ours / bare);
}

/// Runs a server on a thread of its own and waits for its address.
fn spawn(start: impl FnOnce(mpsc::Sender<SocketAddr>) -> actix_web::dev::Server + Send + 'static) -> SocketAddr {
    let (up, address) = mpsc::channel();
    thread::spawn(move || actix_web::rt::System::new().block_on(async move { start(up).await }));
    address.recv().expect("the server comes up")
}

/// Answers a second with all connections busy.
fn rate(address: SocketAddr, paths: &[String]) -> f64 {
    let started = Instant::now();
    let answered: usize = thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|client| {
                scope.spawn(move || {
                    let mut connection = connect(address);
                    let mut answered = 0;
                    while started.elapsed() < ROUND {
                        ask(&mut connection, &paths[(client * 31 + answered) % paths.len()]);
                        answered += 1;
                    }
                    answered
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().expect("a client works")).sum()
    });
    answered as f64 / started.elapsed().as_secs_f64()
}

fn connect(address: SocketAddr) -> BufReader<TcpStream> {
    let stream = TcpStream::connect(address).expect("the server listens");
    stream.set_nodelay(true).expect("a socket option");
    BufReader::new(stream)
}

fn ask(connection: &mut BufReader<TcpStream>, path: &str) -> Vec<u8> {
    connection.get_mut().write_all(format!("GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n").as_bytes()).expect("the request is sent");
    let (mut line, mut length) = (String::new(), 0);
    loop {
        line.clear();
        connection.read_line(&mut line).expect("a line of the answer");
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).expect("the body");
    body
}

fn median(rates: &mut [f64]) -> f64 {
    rates.sort_unstable_by(f64::total_cmp);
    rates[rates.len() / 2]
}
