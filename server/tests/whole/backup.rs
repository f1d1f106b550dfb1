//! Backup at the prompt while people are served, a machine that is lost, and what the system administrator sees.

use crate::support::*;
use std::path::{Path, PathBuf};

const SCHOOL: &str = "2132000101";

fn segments(target: &Path) -> Vec<PathBuf> {
    let Ok(lines) = std::fs::read_dir(target.join("lines")) else { return Vec::new() };
    let commits = lines.filter_map(|line| std::fs::read_dir(line.unwrap().path().join("commits")).ok());
    let mut found: Vec<PathBuf> = commits.flatten().map(|file| file.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|end| end == "age"));
    found.sort();
    found
}

async fn home(server: &Server) -> String {
    let admin = Visitor::signed_in(server, "320102.system_admin").await;
    admin.get("/home").await.text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_made_while_people_are_served_and_brings_a_lost_machine_back() {
    let place = tempfile::tempdir().unwrap();
    let (data, target) = (place.path().join("data"), place.path().join("backups"));
    std::fs::create_dir(&data).unwrap();
    demo(&data);
    let identity = place.path().join("operator.key");
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_server"))
        .args(["backup-key", "--out"])
        .arg(&identity)
        .output()
        .unwrap();
    let made = String::from_utf8(made.stdout).unwrap();
    let recipient = made.trim();
    assert!(recipient.starts_with("age1"), "{recipient}");

    let server = Server::start(&data);
    assert!(home(&server).await.contains("没有设置备份"), "red while nothing is set");
    let registrar = Visitor::signed_in(&server, &format!("{SCHOOL}.registrar")).await;
    let other = registrar.get("/home").await.text().await.unwrap();
    assert!(!other.contains("备份"), "no business of a school's");
    server.kill();

    let to = target.to_str().unwrap();
    let settings = ["--backup-to", to, "--backup-recipient", recipient, "--backup-ship-every", "1s"];
    let server = Server::start_with(&data, &settings);
    // The prompt asks the process that serves: only that one may open the store.
    let said = run(&data, &["backup", "--to", to, "--recipient", recipient]);
    assert!(said.contains("已备份到"), "{said}");
    let page = home(&server).await;
    assert!(page.contains("最近一次备份：") && !page.contains("没有设置备份"), "{page}");
    // A sign-in is a write: it is shipped without being asked for.
    let before = segments(&target).len();
    Visitor::signed_in(&server, &format!("{SCHOOL}.registrar")).await;
    let shipped = async {
        while segments(&target).len() <= before {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), shipped).await.expect("shipped by itself");
    // What was committed until the end goes out at the end.
    server.stop();

    let again = place.path().join("again");
    std::fs::create_dir(&again).unwrap();
    std::fs::copy(data.join("master.key"), again.join("master.key")).unwrap();
    let said = run(&again, &["restore", "--from", to, "--identity", identity.to_str().unwrap()]);
    assert!(said.contains("与清单相符"), "{said}");
    let lost = run(&data, &["digest"]);
    assert!(lost.lines().count() > 20);
    assert_eq!(lost, run(&again, &["digest"]), "identical, table by table");
    assert!(run(&again, &["verify"]).contains("全部完整"));
    let server = Server::start(&again);
    Visitor::signed_in(&server, &format!("{SCHOOL}.registrar")).await;
}
