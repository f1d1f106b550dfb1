//! 界面外观: the choice of how everything looks.

use crate::text::words::words;

words! {
    TITLE: "外观" / "Appearance";
    THEME: "配色" / "Colours";
    DENSITY: "疏密" / "Spacing";
    TEXT: "字号" / "Text size";
    MOTION: "动效" / "Motion";
    APPLY: "应用外观" / "Apply";
    BY_SYSTEM: "随系统" / "As the system";
    LIGHT: "浅色" / "Light";
    DARK: "深色" / "Dark";
    CONTRAST: "高对比度（浅色）" / "High contrast (light)";
    CONTRAST_DARK: "高对比度（深色）" / "High contrast (dark)";
    COMFORTABLE: "宽松" / "Comfortable";
    COMPACT: "紧凑（用鼠标时）" / "Compact (with a mouse)";
    ORDINARY: "标准" / "Ordinary";
    LARGE: "大字" / "Large";
    REDUCED: "减少动效" / "Less motion";
}
