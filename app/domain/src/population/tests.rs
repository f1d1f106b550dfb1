use super::*;
use crate::codes::Sex;
use crate::ident::ResidentId;
use proptest::prelude::*;

const HEAD: &str = "xueji-population-answer,1,320102-2026-0001,2026-10-12";

fn file(lines: &[&str]) -> String {
    let mut text = format!("{HEAD},{}\nask,reply,differences\n", lines.len());
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    format!("{text}signature,{}\n", "ab".repeat(64))
}

#[test]
fn article_5_a_request_names_a_question_and_four_items_and_nothing_else() {
    let line = RequestLine {
        ask: "0198".into(),
        name: "阿依古丽·吐尔逊".into(),
        number: ResidentId::parse("320102202002014296").unwrap(),
        sex: Sex::Male,
        birth_date: "2020-02-01".parse().unwrap(),
    };
    let request = RequestFile {
        approval: "320102-2026-0001".into(),
        on: "2026-10-08".parse().unwrap(),
        lines: vec![line],
    };
    let expected = "xueji-population-request,1,320102-2026-0001,2026-10-08,1\n\
                    ask,name,number,sex,birth_date\n\
                    0198,阿依古丽·吐尔逊,320102202002014296,1,2020-02-01\n";
    assert_eq!(request.body(), expected);
    let whole = request.signed([7; 64]);
    assert!(whole.starts_with(expected) && whole.ends_with(&format!("signature,{}\n", "07".repeat(64))));
    assert!(is_request(whole.as_bytes()));
}

#[test]
fn article_5_an_answer_is_read_line_by_line() {
    let text = file(&[
        "a,same,",
        "b,differs,name;birth_date",
        "c,unknown,",
        "d,differs,",
        "e,maybe,",
        "f,same,name",
    ]);
    let (answer, body, signature) = parse_answer(&text).unwrap();
    assert!(text.starts_with(body) && !body.contains("signature"));
    assert_eq!((answer.approval.as_str(), signature), ("320102-2026-0001", [0xab; 64]));
    let replies: Vec<_> = answer.lines.iter().map(|line| (line.line, line.reply.clone())).collect();
    let both = Reply::Differs([Difference::Name, Difference::BirthDate].into());
    assert_eq!(
        replies,
        [
            (3, Some(Reply::Same)),
            (4, Some(both.clone())),
            (5, Some(Reply::Unknown)),
            (6, None),
            (7, None),
            (8, None),
        ]
    );
    assert_eq!(both.differences(), ["姓名与人口基础信息不一致", "出生日期与人口基础信息不一致"]);
    let twice = file(&["a,same,", "b,same,", "a,unknown,"]);
    assert_eq!(parse_answer(&twice).unwrap().0.twice(), ["a"].into());
    let broken = file(&["a,same,", "b,same,", "a,unknow,", " \"b\";unknown", "c,?", ","]);
    assert_eq!(parse_answer(&broken).unwrap().0.twice(), ["a", "b"].into(), "one of the two does not read");
}

#[test]
fn article_5_a_file_that_is_not_whole_is_not_read() {
    let whole = file(&["a,same,"]);
    for (text, fault) in [
        ("ask,reply\n".to_owned(), AnswerFault::NotAnAnswer),
        (whole.replace("answer,1,", "answer,2,"), AnswerFault::Version),
        (whole.replace(",2026-10-12,", ",gestern,"), AnswerFault::Head),
        (whole.replace("ask,reply,differences", "ask,reply"), AnswerFault::Head),
        (whole.replace("a,same,\n", ""), AnswerFault::Lines),
        (whole.replace("2026-10-12,1", "2026-10-12,20001"), AnswerFault::TooLong),
        (whole.replace("signature", "Signature"), AnswerFault::NoSignature),
        (whole.replace("abab", "ab"), AnswerFault::NoSignature),
        (format!("{whole}b,same,\n"), AnswerFault::NoSignature),
    ] {
        assert_eq!(parse_answer(&text).map(|_| ()), Err(fault), "{text}");
    }
}

proptest! {
    /// An answer is one only while no other line, whether it reads or not, is about the same question.
    #[test]
    fn article_5_a_question_that_stands_in_two_lines_is_answered_by_neither(
        lines in prop::collection::vec(
            (
                "[a-c][0-9]",
                prop::sample::select(vec![",same,", ",unknown,", ",differs,name", ",differs,", ",?,", ";same;", ""]),
            ),
            0..8,
        ),
    ) {
        let written: Vec<String> = lines.iter().map(|(ask, rest)| format!("{ask}{rest}")).collect();
        let text = file(&written.iter().map(String::as_str).collect::<Vec<_>>());
        let (answer, ..) = parse_answer(&text).unwrap();
        let twice = answer.twice();
        for line in answer.lines.iter().filter(|line| line.reply.is_some()) {
            let about = lines.iter().filter(|(ask, _)| *ask == line.ask).count();
            prop_assert_eq!(twice.contains(line.ask.as_str()), about > 1, "{}", text);
        }
    }

    /// Whatever is in a file, reading it does not panic; what reads names each line once, and signs all of it.
    #[test]
    fn no_file_makes_the_reader_panic(lines in prop::collection::vec("\\PC{0,20}", 0..6), cut in 0_usize..400) {
        let text = file(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        if let Ok((answer, body, _)) = parse_answer(&text) {
            prop_assert_eq!(answer.lines.len(), lines.len());
            prop_assert!(text.starts_with(body));
        }
        let cut = text.char_indices().map(|(at, _)| at).nth(cut).unwrap_or(text.len());
        let _ = parse_answer(&text[..cut]);
    }
}
