//! Which address leads where, and through which guards.

use crate::egress::{Class, EgressPoint};
use crate::ready::{self, Ready};
use crate::serve::Options;
use crate::{answers, appearance, drain, files, language, offline, security, session, slow, sse};
use app::program::Program;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef, Request, State};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list, handle_server_fns_with_context};
use registry::Registry;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::watch;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::services::{ServeDir, ServeFile};

/// What handlers share.
#[derive(Clone, FromRef)]
pub(crate) struct AppState {
    pub(crate) registry: Registry,
    pub(crate) leptos: LeptosOptions,
    /// Turns true when the server is told to stop: what would go on for ever ends then.
    pub(crate) stopping: watch::Receiver<bool>,
}

/// Largest request body but for forms with a file: the seventy-two items a hundred times over.
const BODY_LIMIT: usize = 6 << 20;
/// Largest body of a form with a file. It is well above the largest file, which the form's own reader tells of, keeping what was typed:
/// only what is larger than this is cut off here. What is beyond the largest file is read and not kept.
const FILE_LIMIT: usize = domain::package::BYTES_MAX as usize + (32 << 20);
/// The functions that read a form with a file.
pub(crate) const WITH_FILE: [&str; 18] = [
    "add_archive_file",
    "add_scan",
    "answer_check_sheet",
    "answer_problem",
    "ask_disclosure",
    "enter_violation",
    "file_ask_proof",
    "file_proof",
    "guardian_paper",
    "import_directory",
    "publish_calendar",
    "read_class",
    "read_upkeep",
    "receive_package",
    "reply_violation",
    "settle_disclosure",
    "start_import",
    "start_take_over",
];

pub(crate) fn build(
    registry: &Registry,
    options: &Options,
    address: &str,
    stopping: watch::Receiver<bool>,
    ready: Arc<Ready>,
    program: Program,
) -> Router {
    let leptos = LeptosOptions::builder()
        .output_name("xueji")
        .site_root(options.site.display().to_string())
        .site_addr(options.addr)
        .build();
    let state = AppState { registry: registry.clone(), leptos, stopping };
    let program = Arc::new(program);
    let routes = generate_route_list(app::App);
    let factor = options.second_factor;
    let proxies = options.trusted_proxies.clone();

    let pages = egress_routes()
        .leptos_routes_with_context(
            &state,
            routes,
            {
                let registry = registry.clone();
                move || provide_context(registry.clone())
            },
            {
                let program = program.clone();
                move || app::shell(&program)
            },
        )
        .fallback(leptos_axum::render_app_async_with_context(
            {
                let registry = registry.clone();
                move || provide_context(registry.clone())
            },
            move || app::shell(&program),
        ))
        // Every function, whoever answers it: the framework makes routes of its own for those it knows.
        .layer(middleware::from_fn_with_state(registry.clone(), answers::of_functions))
        .layer(middleware::from_fn_with_state(registry.clone(), sse::made_at))
        .layer(middleware::from_fn_with_state((registry.clone(), factor, proxies), session::load))
        .layer(middleware::from_fn_with_state(address.to_owned(), security::same_origin))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)).compress_when(is_page))
        .layer(middleware::from_fn(security::plain_to_others))
        .with_state(state);
    let within = |most: usize| {
        let limit = tower_http::limit::RequestBodyLimitLayer::new(most);
        pages.clone().layer(DefaultBodyLimit::max(most)).layer(limit)
    };

    let files_below = |name: &str| {
        let directory = ServeDir::new(options.site.join(name)).precompressed_br().precompressed_gzip();
        Router::new().fallback_service(directory).layer(middleware::from_fn(files::kept))
    };
    let with_file = WITH_FILE.iter().fold(Router::new(), |router, name| {
        router.route_service(&format!("/api/{name}"), within(FILE_LIMIT).into_service::<axum::body::Body>())
    });
    let served = Router::new()
        .merge(files_beside(&options.site).layer(middleware::from_fn(files::kept)))
        .merge(offline::routes(&options.site))
        .nest("/pkg", files_below("pkg"))
        .merge(with_file)
        .fallback_service(within(BODY_LIMIT))
        .layer(middleware::from_fn(answers::too_large))
        .layer(middleware::from_fn(drain::rest))
        .layer(middleware::from_fn(slow::body))
        .layer(middleware::from_fn_with_state(address.to_owned(), security::our_name));
    // Who balances the load asks by whatever name, and has no session.
    Router::new()
        .route("/healthz", get(ready::lives))
        .route("/readyz", get(ready::ready))
        .route("/health", get(ready::ready))
        .with_state(ready)
        .fallback_service(served)
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(answers::in_words))
        .layer(middleware::from_fn_with_state(address.to_owned(), security::headers))
}

/// Pages are sent small; a program that reads an answer gets it as it is, and the feed is written word by word. Not with a browser's
/// best effort: a page is made for one reader, once.
fn is_page(_: http::StatusCode, _: http::Version, headers: &http::HeaderMap, _: &http::Extensions) -> bool {
    let kind = headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// The few files that lie beside the pages (the mark, robots.txt). Leptos's own handler of files is not used: it looks for the response
/// options in whatever reactive owner the thread had last and so takes the headers of a page that is being made for somebody else,
/// its policy and its cookies.
fn files_beside(site: &Path) -> Router {
    let entries = std::fs::read_dir(site).into_iter().flatten().flatten();
    entries.filter(|entry| entry.path().is_file()).fold(Router::new(), |router, entry| {
        match entry.file_name().to_str() {
            // The worker bears the name of its release and headers of its own.
            Some(name) if name != offline::WORKER => {
                router.route_service(&format!("/{name}"), ServeFile::new(entry.path()))
            }
            _ => router,
        }
    })
}

/// The ways out of the table, and no others: one without a class does not exist (第二十五条).
fn egress_routes() -> Router<AppState> {
    EgressPoint::ALL.iter().fold(Router::new(), |router, point| {
        let handler = match point {
            EgressPoint::Functions => get(server_functions).post(server_functions),
            EgressPoint::Feed => get(sse::feed),
            EgressPoint::Appearance => post(appearance::choose),
            EgressPoint::Language => post(language::choose),
            file => files::handler(*file).expect("every file has a handler"),
        };
        let class = point.class();
        let guard = middleware::map_response(move |response| async move { let_out(class, response) });
        router.route(point.path(), handler.layer(guard))
    })
}

/// Tables leave by the ways out that are there for tables. A page or a child's file that became one is a mistake, and stays in.
fn let_out(class: Class, response: Response) -> Response {
    let kind = response.headers().get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let table = kind.is_some_and(|kind| TABLES.iter().any(|table| kind.starts_with(table)));
    match class {
        Class::Pages | Class::OneChild | Class::OwnPrint(_) | Class::OwnData | Class::Papers if table => {
            tracing::error!("a table was about to leave by an address that is not for tables");
            http::StatusCode::FORBIDDEN.into_response()
        }
        _ => response,
    }
}

/// Kinds of file that hold many pupils.
const TABLES: [&str; 4] = [
    "application/vnd.openxmlformats-officedocument.spreadsheetml",
    "application/vnd.ms-excel",
    "text/csv",
    "application/zip",
];

async fn server_functions(State(state): State<AppState>, request: Request) -> impl IntoResponse {
    handle_server_fns_with_context(move || provide_context(state.registry.clone()), request).await
}
