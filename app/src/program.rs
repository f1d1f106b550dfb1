//! The files of the browser's program, by the names the build gave them, and what a page's head says of them.

use crate::rooms::Room;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

/// Names below `/pkg`. A release's hold a part of their content's hash, so that a browser may keep them for good; without the build's list
/// they are the plain ones.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Program {
    /// What starts the module.
    pub script: String,
    /// The module.
    pub module: String,
    /// The style sheet.
    pub style: String,
    /// What fetches the rooms; none when the module is whole.
    #[serde(default)]
    pub loader: Option<String>,
    /// The files of each room, those it shares with others first.
    #[serde(default)]
    pub rooms: BTreeMap<String, Vec<String>>,
}

impl Default for Program {
    fn default() -> Self {
        Self {
            script: "xueji.js".into(),
            module: "xueji.wasm".into(),
            style: "xueji.css".into(),
            loader: None,
            rooms: BTreeMap::new(),
        }
    }
}

impl Program {
    /// Reads the build's list (`pkg/names.json`) in the folder of what is served.
    ///
    /// # Errors
    ///
    /// When it is there and cannot be read, or is no such list.
    pub fn read(site: &Path) -> std::io::Result<Self> {
        match std::fs::read(site.join("pkg/names.json")) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// The address of a file.
    pub fn address(&self, name: &str) -> String {
        format!("/pkg/{name}")
    }

    /// The files of the rooms that the page at an address needs, each once.
    fn files(&self, address: &str) -> Vec<&str> {
        let mut files = Vec::new();
        for room in Room::of_address(address) {
            for file in self.rooms.get(room.key()).into_iter().flatten() {
                if !files.contains(&file.as_str()) {
                    files.push(file.as_str());
                }
            }
        }
        files
    }

    /// What a page's head says: fetch these at once, and start.
    pub(crate) fn links(&self) -> impl IntoView + use<> {
        let asked = use_context::<http::request::Parts>();
        let address = asked.and_then(|parts| parts.uri.path_and_query().map(ToString::to_string));
        let modules: Vec<String> = std::iter::once(self.module.as_str())
            .chain(self.files(address.as_deref().unwrap_or_default()))
            .map(|name| self.address(name))
            .collect();
        let scripts: Vec<String> = [Some(&self.script), self.loader.as_ref()]
            .into_iter()
            .flatten()
            .map(|name| self.address(name))
            .collect();
        let start = format!(
            "import({:?}).then((program) => program.default({{ module_or_path: {:?} }}).then(() => program.hydrate()));",
            self.address(&self.script),
            self.address(&self.module),
        );
        let nonce = use_nonce();
        // The policy lets scripts come by their nonce, those that are fetched ahead too.
        let said = nonce.as_ref().map(ToString::to_string);
        let scripts = scripts.into_iter().map(move |href| {
            let link = leptos::html::link().rel("modulepreload").href(href).crossorigin("anonymous");
            link.attr("nonce", said.clone())
        });
        // Asked for as the program asks: of another kind they would be fetched twice.
        let modules = modules.into_iter().map(|href| {
            view! { <link rel="preload" href=href r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/> }
        });
        view! {
            {scripts.collect_view()}
            {modules.collect_view()}
            <script type="module" nonce=nonce inner_html=start></script>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builds_list_is_read_and_without_one_the_names_are_plain() {
        let site = std::env::temp_dir().join(format!("xueji-names-{}", std::process::id()));
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        let list = site.join("pkg/names.json");
        assert_eq!(Program::read(&site).unwrap(), Program::default());
        std::fs::write(
            &list,
            r#"{"script":"xueji.1.js","module":"xueji.2.wasm","style":"xueji.3.css","loader":"rooms.1.js",
                "rooms":{"desk":["desk.4.wasm"],"paper":["shared.5.wasm","paper.6.wasm"],"units":["shared.5.wasm"]}}"#,
        )
        .unwrap();
        let program = Program::read(&site).unwrap();
        assert_eq!(program.address(&program.style), "/pkg/xueji.3.css");
        assert!(program.files("/my/7").is_empty() && program.files("/").is_empty());
        assert_eq!(program.files("/home"), ["desk.4.wasm"]);
        assert_eq!(program.files("/letters/7"), ["desk.4.wasm", "shared.5.wasm", "paper.6.wasm"]);
        assert_eq!(program.files("/desk?open=/letters/7"), ["desk.4.wasm", "shared.5.wasm", "paper.6.wasm"]);
        std::fs::write(&list, "{}").unwrap();
        assert!(Program::read(&site).is_err(), "half a list is none");
        std::fs::remove_dir_all(&site).unwrap();
    }
}
