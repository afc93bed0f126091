#include "ui/look/palettes.h"

#include "ui/look/state_colours.h"

namespace gantry {
namespace {

struct Tones
{
    QRgb window;
    QRgb base;
    QRgb alternate;
    QRgb button;
    QRgb text;
    QRgb placeholder;
    QRgb disabled;
    QRgb accent; // under white text, and as the ring of what has the focus
    QRgb link;
    QRgb visited;
    QRgb tip;
    QRgb light; // edges, from the lightest to the darkest
    QRgb midlight;
    QRgb mid;
    QRgb dark;
    QRgb shadow;
};

constexpr Tones lightTones{0xfff3f4f6, 0xffffffff, 0xfff8f9fb, 0xfffafbfc, 0xff1a2028, 0xff66707c,
                           0xff9aa2ac, 0xff1b67c4, 0xff1b62bb, 0xff6a4aa8, 0xff262c34, 0xffffffff,
                           0xffe6e8ec, 0xffc3c8cf, 0xffa3aab4, 0xff6f7883};
constexpr Tones darkTones{0xff202329, 0xff181a1f, 0xff1d2025, 0xff2d3138, 0xffe4e7ec, 0xff98a1ad,
                          0xff6b737e, 0xff2b70ca, 0xff6fb0ff, 0xffbd9ff5, 0xff363b43, 0xff40454e,
                          0xff343941, 0xff4a505a, 0xff131519, 0xff0b0c0e};

constexpr QRgb white = 0xffffffff;
constexpr QRgb softLight = 0xffd3e4fa;
constexpr QRgb softDark = 0xff263c58;

QPalette paletteOf(const Tones &tones)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, QRgb colour) {
        palette.setColor(role, QColor(colour));
    };
    set(QPalette::Window, tones.window);
    set(QPalette::Base, tones.base);
    set(QPalette::AlternateBase, tones.alternate);
    set(QPalette::Button, tones.button);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        set(role, tones.text);
    set(QPalette::BrightText, white);
    set(QPalette::PlaceholderText, tones.placeholder);
    set(QPalette::Highlight, tones.accent);
    set(QPalette::HighlightedText, white);
    set(QPalette::Link, tones.link);
    set(QPalette::LinkVisited, tones.visited);
    set(QPalette::ToolTipBase, tones.tip);
    set(QPalette::ToolTipText, 0xfff2f4f7);
    set(QPalette::Light, tones.light);
    set(QPalette::Midlight, tones.midlight);
    set(QPalette::Mid, tones.mid);
    set(QPalette::Dark, tones.dark);
    set(QPalette::Shadow, tones.shadow);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText})
        palette.setColor(QPalette::Disabled, role, QColor(tones.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Base, QColor(tones.window));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(tones.mid));
    return palette;
}

} // namespace

QPalette lightPalette()
{
    return paletteOf(lightTones);
}

QPalette darkPalette()
{
    return paletteOf(darkTones);
}

QPalette rowPalette(const QPalette &palette)
{
    QPalette rows;
    const QColor soft(isDark(palette) ? softDark : softLight);
    rows.setColor(QPalette::Highlight, soft);
    rows.setColor(QPalette::HighlightedText, palette.color(QPalette::Active, QPalette::Text));
    rows.setColor(QPalette::Disabled, QPalette::HighlightedText,
                  palette.color(QPalette::Disabled, QPalette::Text));
    return rows;
}

} // namespace gantry
