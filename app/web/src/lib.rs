//! The WASM entry point. It does one thing: attach `app` to the page the server rendered.
#![cfg(target_arch = "wasm32")]

/// Called by the page's hydration script once the module is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
