//! The WASM entry point. It does one thing: attach `app` to the page the server rendered.
#![cfg(target_arch = "wasm32")]

/// Called by the page's own script once the module is loaded. A page of a room waits for the room; until then it is what the server made.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        let page = leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), app::App).await;
        page.forget();
        app::taken_over();
    });
}
