// How GantryStyle paints what carries text, an arrow or a fill: buttons' labels, combo boxes, headers,
// progress.
#pragma once

#include <QStyle>

class QPainter;
class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionProgressBar;
class QStyleOptionToolButton;

namespace gantry {

// Icon and text as one group in the middle, whichever way the window runs.
void paintButtonLabel(QPainter *painter, const QStyleOptionButton *button, const QStyle *style,
                      const QWidget *widget);
// Of a tool button with an arrow before its text, right to left: Fusion mirrors the text alone.
bool isMirroredFold(const QStyleOptionToolButton *button);
void paintMirroredFold(QPainter *painter, const QStyleOptionToolButton *button, const QStyle *style,
                       const QWidget *widget);
// The text of a tool button that opens a menu, and the mark that says so, level with it.
void paintMenuButtonLabel(QPainter *painter, const QStyleOptionToolButton *button, const QStyle *style,
                          const QWidget *widget);
// Without its text. `arrow` is where the arrow goes.
void paintComboBox(QPainter *painter, const QStyleOptionComboBox *box, const QRect &arrow,
                   const QStyle *style, const QWidget *widget);

void paintMenuBarItem(QPainter *painter, const QStyleOptionMenuItem *item, const QStyle *style,
                      const QWidget *widget);

// All of a section. Fusion would place its label and arrow without asking the style in front of it.
void paintHeader(QPainter *painter, const QStyleOptionHeader *header, const QStyle *style,
                 const QWidget *widget);
void paintHeaderSection(QPainter *painter, const QStyleOption *option);
void paintHeaderArrow(QPainter *painter, const QStyleOptionHeader *header);
// Label and arrow of a section: text begins and ends where that of the cells does, sorted or not, so the
// arrow stands at the other end.
QRect headerLabelRect(const QStyleOptionHeader *header, int margin, int arrow);
QRect headerArrowRect(const QStyleOptionHeader *header, int margin, int arrow);

void paintProgressGroove(QPainter *painter, const QStyleOption *option);
// `moves`: of unknown length, and animations are wanted; the bar is then painted again by itself.
void paintProgressFill(QPainter *painter, const QStyleOptionProgressBar *bar, bool moves);

} // namespace gantry
