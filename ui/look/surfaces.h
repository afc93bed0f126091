// How GantryStyle paints the surfaces of controls. Colours come from the option's palette.
#pragma once

#include <QPalette>
#include <QStyle>

class QPainter;
class QStyleOption;
class QStyleOptionSlider;
class QStyleOptionTab;

namespace gantry {

bool isEnabled(const QStyleOption *option);

void paintFocusRing(QPainter *painter, const QStyleOption *option);
// What a window is about: a default button that the focus does not make one.
bool isPrimary(const QStyleOption *option, const QWidget *widget);
void paintPushButton(QPainter *painter, const QStyleOption *option, bool primary);
void paintToolButton(QPainter *painter, const QStyleOption *option);
void paintCheckBox(QPainter *painter, const QStyleOption *option);
void paintRadioButton(QPainter *painter, const QStyleOption *option);
// Of what can be written in; `fill` may be transparent.
void paintFieldEdge(QPainter *painter, const QStyleOption *option, const QColor &fill);
void paintSplitter(QPainter *painter, const QStyleOption *option);
// Tabs above their pages: flat, the chosen one underlined.
void paintTab(QPainter *painter, const QStyleOptionTab *tab);
void paintTabPane(QPainter *painter, const QStyleOption *option);
void paintToolBar(QPainter *painter, const QStyleOption *option);
void paintScrollBar(QPainter *painter, const QStyleOptionSlider *bar, const QRect &slider,
                    QPalette::ColorRole ground);

} // namespace gantry
