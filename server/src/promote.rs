//! `server promote`: the promotion of the year (升级, 第十二条) at the prompt.

use domain::org::OrgPath;
use registry::Registry;

/// Previews or runs it and prints what became of each school.
pub(crate) async fn run(registry: &Registry, preview: bool) -> anyhow::Result<()> {
    let (year, day) = registry.promotions().promotion_of_the_year(&OrgPath::root())?;
    println!("升入{year}，升级日 {day}。");
    if preview {
        let mut after = String::new();
        loop {
            let schools = registry.units().schools_after(&after).await?;
            let Some(last) = schools.last() else { return Ok(()) };
            after = last.path.as_str().to_owned();
            for school in &schools {
                tell(&school.name, &registry.promotions().preview_school(school, year, day).await?);
            }
        }
    }
    let done = registry.promotions().promote_all().await?;
    for (school, ran) in &done {
        tell(&school.name, ran);
    }
    if done.is_empty() {
        println!("没有需要升级的学校：升级日还没有过，或已全部办完。");
    }
    Ok(())
}

fn tell(school: &str, ran: &registry::promotion::Ran) {
    println!("{school}：升级 {} 人", ran.promoted);
    for (reason, n) in &ran.kept {
        println!("  {reason}：{n} 人");
    }
}
