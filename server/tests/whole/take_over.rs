//! `server take-over` at the prompt: who it is is asked, a file that cannot be read is refused in words, a report is written for one reader
//! and over nothing, what is released is typed, and a clock that jumped stops what bears a day.

use crate::support::{PASSWORD, demo, run};
use domain::form::{Field, template_columns};
use registry::clock::{Clock, Entropy};
use registry::{Location, Registry};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
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
    // What the refused steps wrote is within the mark.
    run(dir.path(), &["verify"]);
}

/// A file that is read, with a child of whom nearly everything is lacking.
fn lacking(path: &Path) {
    let mut headings: Vec<&str> = template_columns().into_iter().map(Field::label).collect();
    headings.extend(["学籍号", "学校标识码", "学籍状态", "入学日期"]);
    let cells = headings.iter().map(|heading| if *heading == Field::Name.label() { "张三" } else { "" });
    let cells: Vec<&str> = cells.collect();
    std::fs::write(path, format!("{}\r\n{}\r\n", headings.join(","), cells.join(","))).unwrap();
}

#[test]
fn a_report_is_written_for_one_reader_and_over_nothing_and_a_release_is_typed() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let at = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (file, report, second) = (at("pupils.csv"), at("report.xlsx"), at("second.xlsx"));
    lacking(Path::new(&file));
    let papers = at("附件");
    let photo = "G11010519491231002X.png";
    std::fs::create_dir(&papers).unwrap();
    std::fs::write(Path::new(&papers).join(photo), b"a picture").unwrap();
    std::fs::write(Path::new(&papers).join("张三.png"), b"of nobody").unwrap();
    let who = |login| ["--by", login, "--second-factor", "when-enrolled"];
    let check = || {
        let arguments = ["check", &file, "--source", "旧系统", "--report", &report, "--folder", &papers];
        step(dir.path(), &[&arguments[..], &who("nation.system")[..]].concat(), PASSWORD)
    };
    let (done, said) = check();
    assert!(done && said.contains("有错误：1 行"), "{said}");
    assert!(said.contains(&format!("附件 {photo}")) && said.contains("不带入 张三.png"), "{said}");
    assert!(said.contains("附件共 1 个"), "{said}");
    let written = std::fs::metadata(&report).unwrap();
    assert_eq!(written.permissions().mode() & 0o777, 0o600);
    let (done, said) = check();
    assert!(!done && said.contains("已经存在"), "{said}");
    assert_eq!(std::fs::metadata(&report).unwrap().len(), written.len());
    let (_, listed) = step(dir.path(), &["list"], "");
    let batch = listed.split_whitespace().next().unwrap().to_owned();
    assert_eq!(listed.matches("旧系统").count(), 1, "the second one was not begun: {listed}");

    // The second person writes a report of his own, and is shown what is to be released.
    let other = who("nation.system2");
    let looked = ["report", &batch, "--report", &second, "--folder", &papers];
    let (done, said) = step(dir.path(), &[&looked[..], &other[..]].concat(), PASSWORD);
    assert!(done && said.contains("SHA-256") && said.contains("核对码"), "{said}");
    assert!(said.contains(&format!("附件 {photo}")) && said.contains("附件共 1 个"), "every name: {said}");
    let release = |more: &[&str], typed: &str| {
        let arguments = [&["release", &batch, "--folder", &papers][..], &other[..], more].concat();
        step(dir.path(), &arguments, &format!("{PASSWORD}\n{typed}"))
    };
    let (done, said) = step(dir.path(), &[&["release", &batch][..], &other[..]].concat(), PASSWORD);
    assert!(!done && said.contains("--folder"), "nobody releases a folder unseen: {said}");
    let (done, said) = release(&[], "00000000");
    assert!(!done && said.contains("与批次编号不符") && said.contains("SHA-256"), "{said}");
    let (done, said) = release(&[], &batch[..8]);
    assert!(!done && said.contains("还有 1 行有错误"), "{said}");
    let (done, said) = release(&["--as-shown", "0000000000000000"], "");
    assert!(!done && said.contains("没有办理"), "{said}");
    let attach = ["attach", &batch, "--folder", &papers];
    let (done, said) = step(dir.path(), &[&attach[..], &other[..]].concat(), PASSWORD);
    assert!(!done && said.contains("对账完成以前才能带入附件"), "{said}");
    std::fs::write(Path::new(&papers).join(photo), b"another picture").unwrap();
    let (done, said) = release(&[], &batch[..8]);
    assert!(!done && said.contains("与检查时的不符"), "{said}");
}

/// Somebody has said that it is three days later.
async fn three_days_on(data: &Path) {
    let clock = Clock::set_to(Clock::system().now() + chrono::Duration::days(3));
    let registry = Registry::open(&Location::below(data), clock, Entropy::system()).await.unwrap();
    registry.background().accept_clock("停机后核对过时间").await.unwrap();
    registry.soundness().renew_mark().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumped_stops_what_bears_a_day() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    three_days_on(dir.path()).await;
    let batch = "0190a1b2-0000-7000-8000-000000000001";
    let who = ["--by", "nation.system", "--second-factor", "when-enrolled"];
    for asked in [&["release", batch][..], &["run", batch], &["undo", batch, "--reason", "导出有误"]] {
        let (done, said) = step(dir.path(), &[asked, &who[..]].concat(), PASSWORD);
        assert!(!done && said.contains("系统时间跳动过大"), "{asked:?}: {said}");
    }
}
