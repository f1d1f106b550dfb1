//! `server serve`: how it is asked to serve. Where there is nothing yet and the demo is asked for, the demo comes first, and whoever looks in
//! meanwhile sees how far it is.

use crate::address::{Network, TrustedProxies};
use crate::{DataArguments, Factor, backup, clock, connections, demo, messages, serve, waiting};
use registry::account::SecondFactor;
use registry::clock::{Clock, Entropy};
use registry::{Location, Registry};
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::net::TcpListener;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: DataArguments,
    /// Where to listen. Behind TLS, listen on loopback and let the proxy speak to the world.
    #[arg(long, env = "XUEJI_ADDR", default_value = "127.0.0.1:3000")]
    addr: SocketAddr,
    /// Address people use, when it is not the listening address.
    #[arg(long, env = "XUEJI_ORIGIN")]
    origin: Option<String>,
    /// Directory of the built client and the static files.
    #[arg(long, env = "XUEJI_SITE", default_value = "target/site")]
    site: PathBuf,
    /// Directory of the fonts for the rarest characters (.ci/fonts). Without them what needs one is not printed, with its code point.
    #[arg(long, env = "XUEJI_FONTS", default_value = "target/fonts")]
    fonts: PathBuf,
    /// Proxies that are believed about whom they speak for (X-Forwarded-For): addresses and networks, with commas between them. What is
    /// given takes the place of the default, this machine.
    #[arg(long, env = "XUEJI_TRUSTED_PROXIES", value_delimiter = ',', default_value = "127.0.0.0/8,::1")]
    trusted_proxies: Vec<Network>,
    /// Who needs a second factor.
    #[arg(long, env = "XUEJI_SECOND_FACTOR", value_enum, default_value = "required")]
    second_factor: Factor,
    /// Says why the machine's clock is right although it jumped since the service last ran (for example: stopped for a week).
    #[arg(long, value_name = "REASON")]
    accept_clock: Option<String>,
    /// Builds the demo first when the database is empty; its accounts need no second factor. A page says how far it is.
    #[arg(long)]
    demo_if_empty: bool,
    /// Folder in which the demo of the day is kept: where it is there already it is copied, which takes seconds.
    #[arg(long, value_name = "FOLDER")]
    demo_kept: Option<PathBuf>,
    /// Open connections at most. Each takes a file handle of the process.
    #[arg(long, env = "XUEJI_CONNECTIONS", default_value_t = 800)]
    connections: usize,
    /// Open connections of one address at most: a school behind one address has some thirty browsers. Proxies here and trusted ones
    /// have no such bound.
    #[arg(long, env = "XUEJI_CONNECTIONS_PER_ADDRESS", default_value_t = 200)]
    connections_per_address: usize,
    /// Megabytes that must be free on the disk for the server to call itself ready; 512 or 2 % of the disk when not set.
    #[arg(long, env = "XUEJI_DISK_FLOOR")]
    disk_floor: Option<u64>,
    #[command(flatten)]
    demo: demo::Plan,
    #[command(flatten)]
    backup: backup::Plan,
    #[command(flatten)]
    messages: messages::Plan,
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let location = Location { messages: arguments.messages.settings()?, ..arguments.data.location() };
    let lacking = registry::printout::fonts_in(&arguments.fonts);
    if !lacking.is_empty() {
        tracing::info!(?lacking, folder = %arguments.fonts.display(), "fonts for the rarest characters are not there");
    }
    let trusted_proxies = TrustedProxies::new(&arguments.trusted_proxies);
    let bounds = connections::Bounds {
        all: arguments.connections,
        each: arguments.connections_per_address,
        proxies: trusted_proxies.clone(),
    };
    let mut listener = None;
    if arguments.demo_if_empty && demo::is_wanted(&location).await? {
        match demo_first(&arguments, &location, bounds.clone()).await? {
            Some(bound) => listener = Some(bound),
            // Told to end before it was done.
            None => return Ok(()),
        }
    }
    let registry = Registry::open(&location, Clock::system(), Entropy::system()).await?;
    if let Some(reason) = &arguments.accept_clock {
        clock::accept(&registry, reason).await?;
    }
    let second_factor = match arguments.second_factor {
        Factor::Required => SecondFactor::Required,
        Factor::WhenEnrolled => SecondFactor::WhenEnrolled,
    };
    let listener = match listener {
        Some(bound) => bound,
        None => TcpListener::bind(arguments.addr).await?,
    };
    let options = serve::Options {
        addr: arguments.addr,
        origin: arguments.origin,
        site: arguments.site,
        second_factor,
        bounds,
        key: location.key.clone(),
        data: arguments.data.data.clone(),
        disk_floor: arguments.disk_floor.map(|megabytes| megabytes << 20),
        trusted_proxies,
        announce: arguments.demo_if_empty.then(|| demo::accounts_notice(&arguments.demo)),
        backup: arguments.backup,
    };
    serve::run(registry, listener, options).await
}

/// Listens, and builds the demo while a page says how far it is. Gives what listens; nothing when the process was told to end.
async fn demo_first(
    arguments: &Arguments,
    location: &Location,
    bounds: connections::Bounds,
) -> anyhow::Result<Option<TcpListener>> {
    let listener = TcpListener::bind(arguments.addr).await?;
    let address = serve::address(&listener, arguments.origin.as_deref())?;
    let progress = demo::Progress::begin();
    let page = waiting::router(&progress, &arguments.site, &address);
    println!("演示数据建好之前，{address} 显示进度");
    let kept = arguments.demo_kept.as_deref();
    let build = demo::provide(location, &arguments.data.data, &arguments.demo, kept, &progress);
    let (listener, built) = waiting::until(listener, page, bounds, Box::pin(build)).await?;
    let built = built.transpose()?;
    Ok(built.is_some().then_some(listener))
}
