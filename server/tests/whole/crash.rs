//! kill -9 in the middle of an import and in the middle of approvals: nothing that was acknowledged is lost, nothing is half
//! done, and the work goes on after the restart.

use crate::support::*;
use domain::form::sample::{self, SampleSpec};
use domain::form::{Field, TEMPLATE_VERSION, template_columns};
use reqwest::multipart::{Form, Part};
use rust_xlsxwriter::Workbook;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const SCHOOL: &str = "2132000101";
const COUNT: usize = 120;

/// A filled template of as many children.
fn class() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("学生信息").unwrap();
    let columns = template_columns();
    for (column, field) in (0_u16..).zip(&columns) {
        sheet.write_string(0, column, field.label()).unwrap();
    }
    let today = registry::clock::Clock::system().today();
    let year = if chrono::Datelike::month(&today) >= 9 {
        chrono::Datelike::year(&today)
    } else {
        chrono::Datelike::year(&today) - 1
    };
    let spec = SampleSpec::first_grade("320102", year);
    for n in 0..COUNT {
        let mut values = sample::pupil(900_000 + n as u64, &spec);
        // Names nobody else has, so that none looks like another.
        values.insert(Field::Name, format!("慕容{}{}", digit(n / 12), digit(n % 12)));
        for (column, field) in (0_u16..).zip(&columns) {
            if let Some(value) = values.get(field) {
                sheet.write_string(u32::try_from(n).unwrap() + 1, column, value).unwrap();
            }
        }
    }
    book.add_worksheet().set_name("填写说明").unwrap().write_string(0, 1, TEMPLATE_VERSION).unwrap();
    book.save_to_buffer().unwrap()
}

fn digit(n: usize) -> char {
    ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千'][n]
}

fn upload() -> Form {
    let today = registry::clock::Clock::system().today().to_string();
    Form::new().text("entry_date", today).part("file", Part::bytes(class()).file_name("class.xlsx"))
}

/// The number before the words on an import's page: «可录入» and its figure.
async fn page(visitor: &Visitor, path: &str) -> String {
    visitor.get(path).await.text().await.unwrap()
}

/// Asks again until the page says it, or too often.
async fn until(visitor: &Visitor, path: &str, words: &str) -> String {
    let mut text = String::new();
    for _ in 0..3000 {
        text = page(visitor, path).await;
        if text.contains(words) {
            return text;
        }
    }
    panic!("{path} never said {words}: {text}");
}

/// Ids of the cases ticked in a queue page.
fn cases(text: &str) -> Vec<String> {
    let mark = "name=\"cases[]\" value=\"";
    text.match_indices(mark)
        .map(|(at, _)| text[at + mark.len()..].split('"').next().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_loses_nothing_it_acknowledged_and_leaves_nothing_half_done() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());

    // In the middle of checking, then in the middle of entering.
    let server = Server::start(dir.path());
    let registrar = Visitor::signed_in(&server, &format!("{SCHOOL}.registrar")).await;
    let started = registrar.upload("/api/start_import", upload()).await.unwrap();
    let import = location(&started);
    assert!(import.starts_with("/imports/"), "{import}");
    server.kill();

    let server = Server::start(dir.path());
    let registrar = Visitor::signed_in(&server, &format!("{SCHOOL}.registrar")).await;
    let checked = until(&registrar, &import, "待确认").await;
    assert!(checked.contains(&format!("录入可录入的 {COUNT} 名学生")), "every row was checked once");
    let id = import.rsplit('/').next().unwrap();
    let mark = format!("value=\"{id}@");
    let at = checked.find(&mark).expect("the version that is shown") + mark.len();
    let version = checked[at..].split('"').next().unwrap();
    let confirmed = registrar.post("/api/confirm_import", &[("import", &format!("{id}@{version}"))]).await;
    assert_eq!(location(&confirmed), import);
    server.kill();
    run(dir.path(), &["verify"]);

    let server = Server::start(dir.path());
    let registrar = Visitor::signed_in(&server, &format!("{SCHOOL}.registrar")).await;
    let leader = Visitor::signed_in(&server, &format!("{SCHOOL}.leader")).await;
    until(&registrar, &import, "录入的学生已提交学校主管领导审核").await;
    let queue = page(&leader, "/cases").await;
    let waiting = cases(&queue);
    assert_eq!(waiting.len(), 50, "a page of the queue");

    // Fifty approvals, one request each, six at a time; killed when ten have been acknowledged.
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let mut running = tokio::task::JoinSet::new();
    for part in waiting.chunks(9).map(<[String]>::to_vec) {
        let (leader, acknowledged) = (leader.another(), acknowledged.clone());
        running.spawn(async move {
            let mut done = Vec::new();
            for case in part {
                match leader.try_post("/api/decide_all", &[("cases[]", &case), ("verdict", "agree")]).await {
                    Ok(answer) if answer.status() == reqwest::StatusCode::FOUND => {
                        acknowledged.fetch_add(1, Ordering::SeqCst);
                        done.push(case);
                    }
                    _ => break,
                }
            }
            done
        });
    }
    while acknowledged.load(Ordering::SeqCst) < 10 {
        tokio::task::yield_now().await;
    }
    server.kill();
    let mut agreed = Vec::new();
    while let Some(done) = running.join_next().await {
        agreed.extend(done.unwrap());
    }
    assert!(agreed.len() >= 10 && agreed.len() < 50, "killed in the middle: {}", agreed.len());
    let said = run(dir.path(), &["verify"]);
    assert!(said.contains("全部完整"), "{said}");

    let server = Server::start(dir.path());
    let leader = Visitor::signed_in(&server, &format!("{SCHOOL}.leader")).await;
    for case in &agreed {
        let text = page(&leader, &format!("/cases/{case}")).await;
        assert!(!text.contains("name=\"verdict\""), "an acknowledged approval still waits: {case}");
    }
}
