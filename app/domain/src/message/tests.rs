//! Rules of messages outside the system: what they may say, where they go, codes, and how often.

use super::*;
use crate::account::guess::Moment;
use crate::refusal::RefusalCode;
use chrono::{DateTime, Days, NaiveDate};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A moment so many seconds after the start of a run, the wall's clock set wrong by `off`.
fn moment(run: u32, seconds: i64, off: i64) -> Moment {
    let at = DateTime::from_timestamp(1_790_000_000 + seconds + off, 0).unwrap();
    Moment { at, run, steady: seconds * 1000 }
}

fn sent() -> SentCode {
    SentCode::at(moment(1, 0, 0))
}

#[test]
fn article_25_a_message_says_what_to_do_and_nothing_of_what_about() {
    let mut keys = BTreeSet::new();
    for template in Template::ALL {
        let message = match template {
            Template::Code => Message::Code(Code::numbered(123_456)),
            other => Message::Word(other),
        };
        assert_eq!(message.template(), template);
        assert!(keys.insert(template.key()));
        let words = message.words();
        assert!(words.chars().count() < 70, "one short message: {words}");
        for about in ["孩子", "学生", "姓名", "学籍号", "身份证", "转学", "休学", "更正"] {
            assert!(!words.contains(about), "{words}");
        }
        let english = message.in_english();
        assert!(english.is_ascii() && english.len() < 200, "{english}");
        for about in ["child", "pupil", "name", "number", "transfer", "break", "correct"] {
            assert!(!english.contains(about), "{english}");
        }
        let told: String = english.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(told, words.chars().filter(char::is_ascii_digit).collect::<String>(), "the same figures");
        let figures: String = words.chars().filter(char::is_ascii_digit).collect();
        match template {
            Template::Code => {
                assert_eq!(figures, "12345610", "the code, and how long it is good for");
                assert_eq!(message.filled_in(), [("code", "123456".into()), ("minutes", "10".to_owned())]);
            }
            _ => assert!(figures.is_empty() && message.filled_in().is_empty(), "{words}"),
        }
    }
    let shown = format!("{:?}", Message::Code(Code::numbered(123_456)));
    assert!(!shown.contains("123456"), "no log can show it: {shown}");
}

#[test]
fn article_10_a_code_is_good_for_ten_minutes_and_five_tries() {
    let code = sent();
    assert_eq!(code.judge(&moment(1, 599, 0), true).0, Judged::Right);
    assert_eq!(code.judge(&moment(1, 600, 0), true).0, Judged::Expired);
    let mut at = code.clone();
    for left in (1..CODE_TRIES).rev() {
        let (judged, next) = at.judge(&moment(1, 10, 0), false);
        assert_eq!(judged, Judged::Wrong(left));
        at = next;
    }
    let (judged, spent) = at.judge(&moment(1, 10, 0), false);
    assert_eq!(judged, Judged::Spent, "the fifth");
    assert_eq!(spent.judge(&moment(1, 10, 0), true).0, Judged::Spent, "the right one comes too late");
    let codes = [Judged::Wrong(1), Judged::Expired, Judged::Spent].map(|one| one.check().unwrap_err().code);
    assert_eq!(codes, [RefusalCode::CodeWrong, RefusalCode::CodeExpired, RefusalCode::CodeSpent]);
    assert!(Judged::Right.check().is_ok());
}

#[test]
fn a_code_is_read_as_people_type_it() {
    for typed in ["012345", " 012 345 ", "012-345", "０１２３４５"] {
        assert_eq!(Code::parse(typed), Some(Code::numbered(12_345)), "{typed}");
    }
    for typed in ["", "12345", "1234567", "12345a", "一二三四五六", "１２３４５"] {
        assert_eq!(Code::parse(typed), None, "{typed}");
    }
}

#[test]
fn where_a_message_goes_is_read_as_people_type_it_and_shown_in_part() {
    let told = |channel, text: &str| Recipient::parse(channel, text);
    let phone = told(Channel::Sms, " 138 0000-0001 ").unwrap();
    assert_eq!((phone.address(), phone.masked()), ("13800000001", "138****0001".to_owned()));
    let mail = told(Channel::Mail, " Wang.Qiang@Example.CN ").unwrap();
    assert_eq!((mail.address(), mail.masked()), ("wang.qiang@example.cn", "w***@example.cn".to_owned()));
    for (channel, text) in [
        (Channel::Sms, "025-83111111"),
        (Channel::Sms, "wang@example.cn"),
        (Channel::Mail, "13800000001"),
        (Channel::Mail, "wang@example"),
        (Channel::Mail, "wang@@example.cn"),
        (Channel::Mail, ".wang@example.cn"),
        (Channel::Mail, "wang@-example.cn"),
        (Channel::Mail, "wang@10.0.0.1"),
        (Channel::Mail, "wang@example.cn\r\nBcc: all@example.cn"),
        (Channel::Mail, "王强 <wang@example.cn>"),
    ] {
        assert_eq!(told(channel, text).unwrap_err().code, RefusalCode::NotifyAt, "{text}");
    }
    let shown = format!("{phone:?} {mail:?}");
    assert!(!shown.contains("138") && !shown.contains("wang"), "no log can show it: {shown}");
}

#[test]
fn article_14_a_day_has_one_reminder_and_few_messages() {
    let day = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
    let mut pace = Pace::default();
    assert!(pace.take(day, Template::Reminder));
    assert!(!pace.take(day, Template::Reminder), "one a day");
    for _ in 1..MOST_A_DAY {
        assert!(pace.take(day, Template::Result));
    }
    assert!(!pace.take(day, Template::Result));
    assert!(pace.take(day + Days::new(1), Template::Reminder), "the next day");
}

proptest! {
    /// Whatever is typed whenever, and however the wall's clock is set: no code is right after ten minutes or after five wrong ones,
    /// and no more than five are ever judged.
    #[test]
    fn article_10_no_code_outlives_its_minutes_or_its_tries(
        steps in prop::collection::vec((0_i64..240, any::<bool>(), -100_000_i64..100_000), 1..40),
    ) {
        let (mut code, mut seconds, mut wrong) = (sent(), 0, 0);
        for (pause, same, off) in steps {
            seconds += pause;
            let (judged, next) = code.judge(&moment(1, seconds, off), same);
            match judged {
                Judged::Right => {
                    prop_assert!(same && seconds < 600 && wrong < CODE_TRIES);
                    break;
                }
                Judged::Wrong(left) => {
                    wrong += 1;
                    prop_assert!(!same && seconds < 600 && left == CODE_TRIES - wrong && left > 0);
                }
                Judged::Expired => prop_assert!(seconds >= 600 && next == code),
                Judged::Spent => {
                    if next.wrong > code.wrong {
                        wrong += 1;
                    }
                    prop_assert_eq!(wrong, CODE_TRIES);
                }
            }
            code = next;
        }
        prop_assert!(wrong <= CODE_TRIES);
    }

    /// Days in whatever order, as a clock that is set wrong gives them: never two reminders in a row of one day, never more than the
    /// day's number.
    #[test]
    fn article_14_no_day_has_more_than_its_messages(
        steps in prop::collection::vec((0_u64..3, 0..Template::ALL.len()), 1..80),
    ) {
        let start = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
        let (mut pace, mut last, mut reminders, mut all) = (Pace::default(), None, 0, 0);
        for (ahead, n) in steps {
            let day = start + Days::new(ahead);
            if last != Some(day) {
                (last, reminders, all) = (Some(day), 0, 0);
            }
            if pace.take(day, Template::ALL[n]) {
                all += 1;
                reminders += usize::from(Template::ALL[n] == Template::Reminder);
            }
            prop_assert!(reminders <= 1 && all <= usize::from(MOST_A_DAY));
        }
    }

    /// Whatever is typed: what is taken for an address is one word of plain characters, reads as itself, and cannot begin a new line.
    #[test]
    fn an_address_is_stable_and_plain(text in "\\PC{0,20}@?[a-z.@-]{0,20}", name in "[a-z]{1,8}(\\.[a-z0-9]{1,5})?") {
        for text in [text, format!("{name}@example.cn")] {
            let Some(address) = MailAddress::parse(&text) else { continue };
            let kept = address.as_str().to_owned();
            prop_assert!(kept.is_ascii() && !kept.bytes().any(|b| b.is_ascii_control() || b.is_ascii_whitespace()));
            prop_assert_eq!(kept.matches('@').count(), 1);
            prop_assert_eq!(MailAddress::parse(&kept), Some(address));
        }
        let plain = format!("{name}@example.cn");
        prop_assert!(MailAddress::parse(&plain).is_some(), "{plain}");
    }
}
