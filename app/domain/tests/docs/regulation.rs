//! Every article that the code rests on is one of the regulation's.

use super::{files, read};
use domain::matter::CaseKind;
use domain::regulation::article;
use domain::rules::RuleKey;

#[test]
fn every_article_that_the_code_cites_is_there() {
    let sources = [files("app", ".rs"), files("server", ".rs")].concat();
    let mut cited = 0;
    for file in sources.iter().filter(|file| !file.contains("/tests")) {
        let text = read(file);
        for rest in text.split("Basis::Article(").skip(1) {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            // Some name it by a variable.
            let Ok(number) = digits.parse::<u8>() else { continue };
            cited += 1;
            assert!(article(number).is_some(), "{file}: 第{number}条");
        }
    }
    assert!(cited > 100, "{cited} citations");
    for kind in CaseKind::ALL {
        assert!(article(kind.article()).is_some(), "{}", kind.key());
    }
    for key in RuleKey::ALL {
        assert!(article(key.article()).is_some(), "{}", key.key());
    }
}
