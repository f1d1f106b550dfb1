//! The texts in a source: strings and single characters, without what comments say.

/// Every text of a source, with the line it begins in.
pub(crate) fn literals(source: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = source.chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while at < chars.len() {
        let (end, is_text) = piece(&chars, at);
        let text: String = chars[at..end].iter().collect();
        let lines = text.matches('\n').count();
        if is_text {
            found.push((line, text));
        }
        line += lines;
        at = end;
    }
    found
}

/// Where what begins there ends, and whether it is a text.
fn piece(chars: &[char], at: usize) -> (usize, bool) {
    match chars[at] {
        '/' if begins(chars, at, "//") => (find(chars, at, "\n"), false),
        '/' if begins(chars, at, "/*") => (after_comment(chars, at), false),
        '"' => (after_quoted(chars, at), true),
        '\'' => after_character(chars, at).map_or((at + 1, false), |end| (end, true)),
        c if is_name(c) => {
            let end = (at..chars.len()).find(|at| !is_name(chars[*at])).unwrap_or(chars.len());
            let word: String = chars[at..end].iter().collect();
            let raw = ["r", "br", "cr"].contains(&word.as_str());
            raw.then(|| after_raw(chars, end)).flatten().map_or((end, false), |end| (end, true))
        }
        _ => (at + 1, false),
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn begins(chars: &[char], at: usize, text: &str) -> bool {
    text.chars().enumerate().all(|(n, c)| chars.get(at + n) == Some(&c))
}

/// Where a text is found from there on; the end where it is not.
fn find(chars: &[char], at: usize, text: &str) -> usize {
    (at..chars.len()).find(|at| begins(chars, *at, text)).unwrap_or(chars.len())
}

fn after_comment(chars: &[char], at: usize) -> usize {
    let (mut depth, mut at) = (0, at);
    while at < chars.len() {
        if begins(chars, at, "/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if begins(chars, at, "*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    at
}

fn after_quoted(chars: &[char], at: usize) -> usize {
    let mut at = at + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// A single character; nothing where it is the name of a lifetime.
fn after_character(chars: &[char], at: usize) -> Option<usize> {
    if chars.get(at + 1) == Some(&'\\') {
        return Some((find(chars, at + 3, "'") + 1).min(chars.len()));
    }
    (chars.get(at + 2) == Some(&'\'')).then_some(at + 3)
}

/// After the `r` of a raw text; nothing where none follows.
fn after_raw(chars: &[char], at: usize) -> Option<usize> {
    let marks = chars[at..].iter().take_while(|c| **c == '#').count();
    if chars.get(at + marks) != Some(&'"') {
        return None;
    }
    let end = format!("\"{}", "#".repeat(marks));
    Some((find(chars, at + marks + 1, &end) + end.len()).min(chars.len()))
}

/// The source without the modules that are there for tests alone; its lines keep their numbers.
pub(crate) fn without_tests(source: &str) -> String {
    let (mut kept, mut within, mut of_tests) = (String::new(), false, false);
    for line in source.lines() {
        if within {
            within = line != "}";
        } else if line.starts_with("#[cfg(test)]") || line.starts_with("#[cfg(all(test") {
            of_tests = true;
        } else if of_tests && line.starts_with("mod ") && line.ends_with('{') {
            (within, of_tests) = (true, false);
        } else {
            of_tests = of_tests && line.starts_with("#[");
            kept.push_str(line);
        }
        kept.push('\n');
    }
    kept
}

#[test]
fn texts_are_told_from_comments_names_and_lifetimes() {
    let source = "//! 一\nfn f<'a>(x: &'a str) -> char {\n    /* \"二\" /* 三 */ */ let r = r#\"四\"五\"#;\n    let var = \"六\\\"七\"; '八'\n}\n// '九'\nconst B: &[u8] = br\"ten\"; const C: char = '\\u{5341}'; const Q: char = '\\'';\n";
    let found = literals(source);
    let texts: Vec<(usize, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(
        texts,
        [
            (3, "r#\"四\"五\"#"),
            (4, "\"六\\\"七\""),
            (4, "'八'"),
            (7, "br\"ten\""),
            (7, "'\\u{5341}'"),
            (7, "'\\''"),
        ]
    );
    assert!(literals("").is_empty() && literals("let a = \"").len() == 1);
}

#[test]
fn modules_of_tests_are_left_out_and_nothing_else() {
    let source = "a\n#[cfg(test)]\nmod tests {\n    \"一\"\n}\nb\n#[cfg(test)]\nconst C: u8 = 1;\n#[cfg(all(test, feature = \"ssr\"))]\n#[allow(x)]\nmod more {\n}\nc\n";
    let kept = without_tests(source);
    assert_eq!(kept.matches('\n').count(), source.matches('\n').count());
    let lines: Vec<&str> = kept.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, ["a", "b", "const C: u8 = 1;", "#[allow(x)]", "c"]);
}
