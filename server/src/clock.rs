//! `server` and the clock (系统时间): an operator accepts a jump that was seen; what is dated waits until then.

use registry::Registry;

/// An operator's word for the clock. One that is not needed is told and changes nothing.
pub(crate) async fn accept(registry: &Registry, reason: &str) -> anyhow::Result<()> {
    match registry.background().accept_clock(reason).await {
        Ok(()) => println!("已确认系统时间：{reason}"),
        Err(registry::error::Error::Refused(refusals)) => {
            for refusal in refusals {
                println!("{refusal}");
            }
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Refuses what is dated while the clock is not believed.
pub(crate) async fn believed(registry: &Registry, what: &str) -> anyhow::Result<()> {
    if let Some(jump) = registry.background().clock_jump().await? {
        anyhow::bail!(
            "系统时间跳动过大：最后一次可信的时间是 {}，现在是 {}。请先校正时间；时间是对的，请用 serve --accept-clock 写明原因后再{what}。",
            jump.trusted,
            jump.found
        );
    }
    Ok(())
}
