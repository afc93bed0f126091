#include "ui/look/theme.h"

#include "ui/look/gantry_style.h"
#include "ui/look/palettes.h"
#include "ui/look/state_colours.h"

#include <QApplication>

namespace gantry {
namespace {

bool wantsDark(Theme theme, std::optional<bool> desktopIsDark)
{
    // The desktop's own colours can be read only until they are replaced.
    static const bool startedDark = isDark(QGuiApplication::palette());
    switch (theme) {
    case Theme::System:
        return desktopIsDark.value_or(startedDark);
    case Theme::Light:
        return false;
    case Theme::Dark:
        return true;
    }
    Q_UNREACHABLE();
}

} // namespace

void applyTheme(Theme theme, std::optional<bool> desktopIsDark)
{
    const QPalette palette = wantsDark(theme, desktopIsDark) ? darkPalette() : lightPalette();
    if (qobject_cast<GantryStyle *>(QApplication::style()) == nullptr)
        QApplication::setStyle(new GantryStyle);
    QApplication::setPalette(palette); // takes back what was set for classes
    for (const char *rows : {"QAbstractItemView", "QMenu", "QMenuBar"})
        QApplication::setPalette(rowPalette(palette), rows);
}

} // namespace gantry
