//! Read from the style sheets: every colour is a token, and in every theme what is meant for each other can be told apart. Reckoned as
//! WCAG 2.1 does (1.4.3, 1.4.6, 1.4.11): text at least 4.5:1, in high contrast 7:1; edges of controls and drawings at least 3:1.

use app::appearance::Theme;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Grounds that text of any kind stands on.
const GROUNDS: [&str; 9] = [
    "page",
    "sheet",
    "sheet-alt",
    "primary-soft",
    "warn-soft",
    "success-soft",
    "danger-soft",
    "info-soft",
    "neutral-soft",
];

/// Which text stands on which grounds.
fn texts() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("text", GROUNDS.to_vec()),
        ("muted", GROUNDS.to_vec()),
        ("link", GROUNDS.to_vec()),
        ("link-hover", GROUNDS.to_vec()),
        ("primary", vec!["page", "sheet", "sheet-alt", "primary-soft", "warn-soft"]),
        ("primary-strong", vec!["sheet", "primary-soft"]),
        ("on-primary", vec!["primary", "primary-strong", "danger", "danger-strong", "success"]),
        ("on-primary-muted", vec!["primary"]),
        ("danger", vec!["page", "sheet", "sheet-alt", "danger-soft", "warn-soft", "primary-soft"]),
        ("danger-strong", vec!["page", "sheet", "sheet-alt", "danger-soft"]),
        ("warn", vec!["page", "sheet", "sheet-alt", "warn-soft", "primary-soft"]),
        ("success", vec!["page", "sheet", "sheet-alt", "success-soft", "warn-soft", "primary-soft"]),
        ("info", vec!["sheet", "sheet-alt", "info-soft", "primary-soft", "warn-soft"]),
        ("on-band", vec!["band", "band-strong"]),
        ("on-band-muted", vec!["band"]),
        ("band-strong", vec!["on-band", "on-band-muted"]),
        ("on-paper", vec!["paper", "paper-head"]),
        ("paper-muted", vec!["paper"]),
    ]
}

/// Which edge or drawing is told from which ground.
fn edges() -> Vec<(&'static str, Vec<&'static str>)> {
    let sheets = || vec!["page", "sheet", "sheet-alt"];
    vec![
        ("line-strong", sheets()),
        ("primary", sheets()),
        ("danger", sheets()),
        ("success", sheets()),
        ("warn-edge", vec!["page", "sheet", "sheet-alt", "warn-soft"]),
        ("focus", sheets()),
        ("primary-mid", vec!["sheet"]),
        ("series-1", vec!["sheet"]),
        ("series-2", vec!["sheet"]),
        ("series-3", vec!["sheet"]),
        ("series-4", vec!["sheet"]),
        ("series-5", vec!["sheet"]),
        ("series-6", vec!["sheet"]),
        ("focus-on-band", vec!["band", "focus-on-band-halo"]),
        ("band-line", vec!["band"]),
        ("paper-line", vec!["paper"]),
        ("paper-edge", vec!["paper"]),
    ]
}

fn style() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("style")
}

fn without_comments(text: &str) -> String {
    let mut left = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        left.push_str(before);
        rest = after.split_once("*/").expect("a comment ends").1;
    }
    left + rest
}

/// Everything that is declared: the selectors and conditions around it, its name, its value.
fn declarations(text: &str) -> Vec<(String, String, String)> {
    let text = without_comments(text);
    let mut around: Vec<String> = Vec::new();
    let mut piece = String::new();
    let mut found = Vec::new();
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for c in text.chars() {
        match c {
            '{' => around.push(one_line(&std::mem::take(&mut piece))),
            '}' => {
                assert!(piece.trim().is_empty(), "a declaration ends with a semicolon: {piece}");
                around.pop().expect("as many opened as closed");
            }
            ';' => {
                let declared = std::mem::take(&mut piece);
                if let Some((name, value)) = declared.split_once(':') {
                    found.push((around.join(" | "), name.trim().to_owned(), one_line(value)));
                }
            }
            c => piece.push(c),
        }
    }
    assert!(around.is_empty(), "not closed: {around:?}");
    found
}

type Tokens = BTreeMap<String, String>;

/// The tokens of a theme: the light ones, and over them those of its blocks.
fn tokens(all: &[(String, String, String)], block: Option<&str>) -> Tokens {
    let of = |block: &str| {
        let inside = all.iter().filter(|(around, ..)| around == block);
        inside.map(|(_, name, value)| (name.clone(), value.clone())).collect::<Tokens>()
    };
    let mut tokens = of(LIGHT);
    assert!(tokens.len() > 50, "the light theme is read: {}", tokens.len());
    if let Some(block) = block {
        let own = of(block);
        assert!(own.len() > 40, "{block} is read: {}", own.len());
        tokens.extend(own);
    }
    tokens
}

const LIGHT: &str = ":root, .paper, .id-card";

/// Each theme by choice and by the system's preference.
const THEMES: [(Theme, &str, &str); 3] = [
    (
        Theme::Dark,
        "@media screen | :root[data-theme=\"dark\"]",
        "@media screen and (prefers-color-scheme: dark) | :root:not([data-theme])",
    ),
    (
        Theme::Contrast,
        "@media screen | :root[data-theme=\"contrast\"]",
        "@media screen and (prefers-contrast: more) | :root:not([data-theme])",
    ),
    (
        Theme::ContrastDark,
        "@media screen | :root[data-theme=\"contrast-dark\"]",
        "@media screen and (prefers-contrast: more) and (prefers-color-scheme: dark) | :root:not([data-theme])",
    ),
];

fn themes() -> Vec<(Theme, Tokens)> {
    let all = declarations(&fs::read_to_string(style().join("tokens.css")).unwrap());
    let others = THEMES.iter().map(|(theme, chosen, _)| (*theme, tokens(&all, Some(*chosen))));
    std::iter::once((Theme::Light, tokens(&all, None))).chain(others).collect()
}

/// The light a colour gives, from 0 to 1.
fn luminance(colour: &str) -> f64 {
    let digits = colour.strip_prefix('#').unwrap_or_else(|| panic!("no colour by its digits: {colour}"));
    let digits = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        6 => digits.to_owned(),
        _ => panic!("neither three digits nor six: {colour}"),
    };
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrast_is_reckoned_as_wcag_does() {
    assert!((contrast("#000", "#ffffff") - 21.0).abs() < 1e-9);
    assert!((contrast("#fff", "#fff") - 1.0).abs() < 1e-9);
    // The grey that is known as the lightest one may write with on white.
    assert!(contrast("#767676", "#fff") >= 4.5 && contrast("#777777", "#fff") < 4.5);
}

#[test]
fn what_is_meant_for_each_other_can_be_told_apart_in_every_theme() {
    let mut wrong = Vec::new();
    let mut looked = 0;
    for (theme, tokens) in themes() {
        let colour = |name: &str| {
            tokens.get(&format!("--{name}")).unwrap_or_else(|| panic!("{theme:?} has no --{name}")).clone()
        };
        let high = matches!(theme, Theme::Contrast | Theme::ContrastDark);
        let kinds = [(texts(), if high { 7.0 } else { 4.5 }), (edges(), 3.0)];
        for (pairs, least) in kinds {
            for (upper, grounds) in pairs {
                for ground in grounds {
                    looked += 1;
                    let found = contrast(&colour(upper), &colour(ground));
                    if found < least {
                        wrong.push(format!("{theme:?}: {upper} on {ground} is {found:.2}:1, not {least}:1"));
                    }
                }
            }
        }
    }
    assert!(looked > 400, "{looked}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_theme_is_the_same_by_choice_and_by_preference_and_says_every_colour() {
    let all = declarations(&fs::read_to_string(style().join("tokens.css")).unwrap());
    // What is the same in every theme: paper, and the ring on a band.
    let shared = |name: &str| name.contains("paper") || name.starts_with("--focus-on-band");
    let light: BTreeSet<String> = tokens(&all, None).into_keys().filter(|name| !shared(name)).collect();
    for (theme, chosen, preferred) in THEMES {
        let of = |block: &str| {
            all.iter()
                .filter(|(around, ..)| around == block)
                .map(|(_, name, value)| (name, value))
                .collect::<BTreeMap<_, _>>()
        };
        assert_eq!(of(chosen), of(preferred), "{theme:?}");
        assert_eq!(of(chosen).into_keys().cloned().collect::<BTreeSet<_>>(), light, "{theme:?}");
        let dark = matches!(theme, Theme::Dark | Theme::ContrastDark);
        let scheme = if dark { "dark" } else { "light" };
        assert_eq!(of(chosen)[&"color-scheme".to_owned()], scheme, "{theme:?}");
        assert_eq!(theme.color_scheme(), scheme, "{theme:?}");
    }
    let blocks: BTreeSet<&str> = all.iter().map(|(around, ..)| around.as_str()).collect();
    assert_eq!(blocks.len(), 1 + 2 * THEMES.len(), "a block that nobody looks at: {blocks:?}");
}

#[test]
fn a_browsers_frame_has_the_colour_of_the_header() {
    for (theme, tokens) in themes() {
        assert_eq!(tokens["--band"], theme.band(), "{theme:?}");
    }
    let root = style().parent().unwrap().to_path_buf();
    let manifest = fs::read_to_string(root.join("public/manifest.webmanifest")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let themes = themes();
    let light = &themes[0].1;
    assert_eq!(manifest["theme_color"], light["--band"].as_str());
    assert_eq!(manifest["background_color"], light["--page"].as_str());
}

fn sheets(directory: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sheets(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "css") {
            found.insert(path.display().to_string(), fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_colour_is_a_token_and_every_token_is_there() {
    let mut all = BTreeMap::new();
    sheets(&style(), &mut all);
    assert!(all.len() > 15, "the sheets are read");
    let known: BTreeSet<String> = all
        .values()
        .flat_map(|text| declarations(text))
        .filter_map(|(_, name, _)| name.starts_with("--").then_some(name))
        .collect();
    let mut wrong = Vec::new();
    for (path, text) in &all {
        let tokens = path.ends_with("tokens.css");
        for (_, name, value) in declarations(text) {
            let digits =
                value.split('#').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()));
            let reckoned = ["rgb(", "rgba(", "hsl(", "hwb(", "lab(", "lch(", "color("];
            let named = ["white", "black", "red", "gray", "grey"];
            let own = digits
                || reckoned.iter().any(|function| value.contains(function))
                || value.split([' ', ',']).any(|word| named.contains(&word));
            if own && !tokens && name != "src" {
                wrong.push(format!("{path}: {name}: {value} is no token"));
            }
            for used in value.split("var(").skip(1) {
                let used = used.split([')', ',']).next().unwrap_or_default().trim();
                if !known.contains(used) {
                    wrong.push(format!("{path}: {name}: {used} is declared nowhere"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
