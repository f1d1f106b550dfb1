//! Every article is there, and what cites one is found, nothing else.

use super::*;
use proptest::prelude::*;

#[test]
fn article_30_there_are_thirty_articles_in_order_and_none_is_empty() {
    let numbers: Vec<u8> = ARTICLES.iter().map(|article| article.number).collect();
    assert_eq!(numbers, (1..=30).collect::<Vec<u8>>());
    for article in &ARTICLES {
        assert!(!article.chapter.is_empty() && !article.text.is_empty(), "{}", article.number);
        for part in article.text {
            assert!(part.chars().count() >= 8 && part.trim() == *part, "{}: {part}", article.number);
            assert!(!part.contains("蛟龙"), "a school's copy");
        }
    }
    assert!(article(13).unwrap().whole().starts_with("学生学籍信息发生变化"));
    assert_eq!(article(21).unwrap().title(), "第二十一条");
    assert_eq!(article(14).unwrap().text.len(), 2);
    assert_eq!((article(0), article(31)), (None, None));
}

fn cited(text: &str) -> Vec<u8> {
    let number = |piece| match piece {
        Piece::Cited(_, number) => Some(number),
        Piece::Words(_) => None,
    };
    pieces(text).into_iter().filter_map(number).collect()
}

#[test]
fn what_cites_the_regulation_is_found_and_what_cites_another_law_is_not() {
    for (text, numbers) in [
        ("由转入学校发起（第十四条）", &[14][..]),
        ("毕业（第九条、第十三条）。", &[9, 13]),
        ("异动（第十三条至第二十二条）", &[13, 22]),
        ("依据：《中小学生学籍管理办法》第十条）", &[10]),
        ("第七条", &[7]),
        ("按《办法》第七条列出", &[7]),
        ("（第二十二条第二款）", &[22]),
        ("（《义务教育法》第二条）", &[]),
        ("（《义务教育法》第二条、第三条）", &[]),
        ("江苏省实施细则第十四条", &[]),
        ("第三十一条、第四步、第十", &[]),
        ("没有", &[]),
    ] {
        assert_eq!(cited(text), numbers, "{text}");
    }
}

proptest! {
    #[test]
    fn the_pieces_of_a_text_are_the_text(text in "[（第一二三十条、至《》a ]{0,40}|\\PC{0,40}") {
        let whole: String = pieces(&text).into_iter().map(Piece::text).collect();
        prop_assert_eq!(whole, text);
    }

    #[test]
    fn only_articles_that_are_there_are_cited(text in "(第[一二三四五六七八九十]{1,4}条[、至（]?){0,6}") {
        for number in cited(&text) {
            prop_assert!(article(number).is_some());
        }
    }
}
