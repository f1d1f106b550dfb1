//! 存量数据接管 and 批量导入 check a child by the same rules: one truth.

use crate::support::*;
use crate::take_over::{begins, row, seeds, words};
use domain::form::Field;

#[tokio::test(flavor = "multi_thread")]
async fn what_the_import_says_of_a_child_the_take_over_says() {
    let world = World::in_memory().await;
    let of = seeds(1)[0];
    let wrong = [("出生日期", "2019-02-30"), ("身份证件号", "320102201901010000"), ("联系电话", "12")];
    let mut of_form = raw(of);
    for (label, value) in wrong {
        let field = *Field::ALL.iter().find(|field| field.label() == label).unwrap();
        of_form.insert(field, value.to_owned());
    }
    let file = crate::import::filled(domain::form::TEMPLATE_VERSION, &[Some((of_form, ""))]);
    let upload =
        registry::import::Upload {
            file: "一年级.xlsx".into(), bytes: file, entry_date: day("2026-09-01")
        };
    let imports = world.registry.imports();
    let import = imports.start_import(&registrar(SCHOOL), upload).await.unwrap();
    imports.drain_imports().await.unwrap();
    let lines = imports.import_report(&registrar(SCHOOL), import, true, 0).await.unwrap();
    let said: Vec<String> = lines.rows[0].remarks.iter().map(|remark| remark.reason.clone()).collect();
    assert!(said.len() >= 3, "{said:?}");

    let id = world.checked(vec![world.file("one.csv", &[row(of, &wrong)])], None).await;
    let told = words(&world.registry.take_overs().take_over_report(&begins(), id).await.unwrap());
    for reason in said {
        assert!(told.contains(&reason), "{reason}: {told}");
    }
}
