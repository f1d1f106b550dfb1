//! `server take-over` at the prompt: who it is is asked, and a file that cannot be read is refused in words.

use crate::support::{PASSWORD, demo};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a step with a line typed for the password. Gives whether it went through, and what it said.
fn step(data: &Path, arguments: &[&str], typed: &str) -> (bool, String) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_server"))
        .arg("take-over")
        .args(arguments)
        .arg("--data")
        .arg(data)
        .env("RUST_LOG", "off")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A step that asks nothing may be over before.
    drop(process.stdin.take().unwrap().write_all(format!("{typed}\n").as_bytes()));
    let output = process.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (output.status.success(), said.concat())
}

#[test]
fn a_take_over_at_the_prompt_asks_who_it_is_and_refuses_what_it_cannot_read() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let file = dir.path().join("pupils.csv");
    std::fs::write(&file, "姓名,性别\r\n张三,男\r\n").unwrap();
    let file = file.to_str().unwrap();
    let check = |login: &str, typed: &str| {
        let who = ["--by", login, "--second-factor", "when-enrolled", "--source", "旧系统"];
        step(dir.path(), &[&["check", file][..], &who[..]].concat(), typed)
    };
    let (done, said) = check("nation.system", "not-the-password");
    assert!(!done && said.contains("账号或密码不正确"), "{said}");
    let (done, said) = check("320102.system_admin", PASSWORD);
    assert!(!done && said.contains("国家级、省级的系统管理员"), "{said}");
    let (done, said) = check("nation.system", PASSWORD);
    assert!(!done && said.contains("缺少必填的列"), "{said}");
    let (done, said) = step(dir.path(), &["list"], "");
    assert!(done && !said.contains("旧系统"), "nothing of the file stayed: {said}");
}
