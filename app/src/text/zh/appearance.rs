//! 界面外观: the choice of how everything looks.

pub const TITLE: &str = "外观";
pub const THEME: &str = "配色";
pub const DENSITY: &str = "疏密";
pub const TEXT: &str = "字号";
pub const MOTION: &str = "动效";
pub const APPLY: &str = "应用外观";

pub const BY_SYSTEM: &str = "随系统";
pub const LIGHT: &str = "浅色";
pub const DARK: &str = "深色";
pub const CONTRAST: &str = "高对比度（浅色）";
pub const CONTRAST_DARK: &str = "高对比度（深色）";
pub const COMFORTABLE: &str = "宽松";
pub const COMPACT: &str = "紧凑（用鼠标时）";
pub const ORDINARY: &str = "标准";
pub const LARGE: &str = "大字";
pub const REDUCED: &str = "减少动效";
