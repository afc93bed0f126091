#include "ui/look/surfaces.h"

#include "ui/look/state_colours.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>

#include <algorithm>

namespace gantry {
namespace {

constexpr qreal cornerRadius = 4;

// Lists and menus have a highlight that is no accent: it is asked of the application.
QColor accent()
{
    return QGuiApplication::palette().color(QPalette::Active, QPalette::Highlight);
}

// The accent as a line, light enough to be seen on a dark ground.
QColor ringColour(const QPalette &palette)
{
    return isDark(palette) ? palette.color(QPalette::Active, QPalette::Link) : accent();
}

QColor tinted(const QColor &ground, const QColor &tint, float share)
{
    return QColor::fromRgbF(ground.redF() * (1 - share) + tint.redF() * share,
                            ground.greenF() * (1 - share) + tint.greenF() * share,
                            ground.blueF() * (1 - share) + tint.blueF() * share);
}

// The line around what can be ticked or written in: 3 to 1 against what is around it.
QColor outline(const QPalette &palette, bool enabled)
{
    return tinted(palette.color(QPalette::Window), palette.color(QPalette::Active, QPalette::WindowText),
                  enabled ? 0.52F : 0.2F);
}

void fillRounded(QPainter *painter, const QRectF &rect, qreal radius, const QColor &fill, const QPen &edge)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill);
    painter->setPen(edge);
    painter->drawRoundedRect(rect, radius, radius);
    painter->restore();
}

// Half a pixel in, so that a line of one pixel covers one pixel.
QRectF lineRect(const QRect &rect, qreal inset = 0.5)
{
    return QRectF(rect).adjusted(inset, inset, -inset, -inset);
}

bool isHovered(const QStyleOption *option)
{
    return isEnabled(option) && option->state.testFlag(QStyle::State_MouseOver);
}

bool isDown(const QStyleOption *option)
{
    return (option->state & (QStyle::State_Sunken | QStyle::State_On)) != 0;
}

// The square or round field of what can be ticked: filled with the accent when it is.
void paintTickField(QPainter *painter, const QStyleOption *option, const QRectF &field, qreal radius,
                    bool filled)
{
    const QPalette &palette = option->palette;
    QColor fill = palette.color(isEnabled(option) ? QPalette::Active : QPalette::Disabled, QPalette::Base);
    QColor edge = outline(palette, isEnabled(option));
    if (filled) {
        fill = isEnabled(option) ? accent() : edge;
        edge = fill;
    } else if (isHovered(option)) {
        edge = ringColour(palette);
    }
    fillRounded(painter, field, radius, fill, QPen(edge, 1.2));
}

} // namespace

bool isEnabled(const QStyleOption *option)
{
    return option->state.testFlag(QStyle::State_Enabled);
}

void paintFocusRing(QPainter *painter, const QStyleOption *option)
{
    fillRounded(painter, lineRect(option->rect, 1), cornerRadius - 1, Qt::transparent,
                QPen(ringColour(option->palette), 1.6));
}

bool isPrimary(const QStyleOption *option, const QWidget *widget)
{
    const auto *button = qobject_cast<const QPushButton *>(widget);
    return button != nullptr && button->isDefault() && !button->autoDefault() && isEnabled(option);
}

void paintPushButton(QPainter *painter, const QStyleOption *option, bool primary)
{
    const QPalette &palette = option->palette;
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const bool isDefault = button && button->features.testFlag(QStyleOptionButton::DefaultButton);
    const bool isFlat = button && button->features.testFlag(QStyleOptionButton::Flat);
    const bool isReached = option->state.testFlag(QStyle::State_HasFocus) &&
                           option->state.testFlag(QStyle::State_KeyboardFocusChange);
    if (isFlat && !isDown(option) && !isHovered(option)) {
        if (isReached)
            paintFocusRing(painter, option);
        return;
    }

    QColor fill = palette.color(isEnabled(option) ? QPalette::Button : QPalette::Window);
    QColor edge = palette.color(QPalette::Mid);
    // Darker than the accent, never lighter: the text on it is white.
    const QColor shade = primary ? QColor(Qt::black) : palette.color(QPalette::ButtonText);
    if (primary)
        fill = accent();
    if (isEnabled(option) && isDown(option))
        fill = tinted(fill, shade, 0.14F);
    else if (isHovered(option))
        fill = tinted(fill, shade, 0.06F);
    if (!isEnabled(option))
        edge = tinted(edge, palette.color(QPalette::Window), 0.4F);
    else if (primary)
        edge = fill;
    else if (isDefault)
        edge = ringColour(palette);
    if (isReached && !primary) {
        fillRounded(painter, lineRect(option->rect, 0.9), cornerRadius, fill, QPen(ringColour(palette), 1.6));
        return;
    }
    fillRounded(painter, lineRect(option->rect), cornerRadius, fill, QPen(edge, 1));
    if (isReached) // on the accent a ring of that colour would not be seen
        fillRounded(painter, lineRect(option->rect, 2.5), cornerRadius - 2, Qt::transparent,
                    QPen(Qt::white, 1.6));
}

void paintToolButton(QPainter *painter, const QStyleOption *option)
{
    const bool isRaised =
        option->state.testFlag(QStyle::State_Raised) && !option->state.testFlag(QStyle::State_AutoRaise);
    if (!isDown(option) && !isHovered(option) && !isRaised)
        return;
    QColor tint = option->palette.color(QPalette::ButtonText);
    tint.setAlphaF(isDown(option) ? 0.16F : (isHovered(option) ? 0.09F : 0.04F));
    fillRounded(painter, lineRect(option->rect, 1), cornerRadius, tint, Qt::NoPen);
}

void paintCheckBox(QPainter *painter, const QStyleOption *option)
{
    const bool isPartly = option->state.testFlag(QStyle::State_NoChange);
    const bool isOn = option->state.testFlag(QStyle::State_On);
    const qreal side = std::min(option->rect.width(), option->rect.height()) - 1;
    QRectF field(0, 0, side, side);
    field.moveCenter(QRectF(option->rect).center());
    paintTickField(painter, option, field, 3, isOn || isPartly);
    if (!isOn && !isPartly)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(field.topLeft());
    painter->scale(side, side);
    painter->setPen(
        QPen(option->palette.color(QPalette::BrightText), 0.13, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (isPartly)
        painter->drawLine(QPointF(0.28, 0.5), QPointF(0.72, 0.5));
    else
        painter->drawPolyline(QPolygonF({QPointF(0.24, 0.52), QPointF(0.43, 0.71), QPointF(0.77, 0.31)}));
    painter->restore();
}

void paintRadioButton(QPainter *painter, const QStyleOption *option)
{
    const bool isOn = option->state.testFlag(QStyle::State_On);
    const qreal side = std::min(option->rect.width(), option->rect.height()) - 1;
    QRectF field(0, 0, side, side);
    field.moveCenter(QRectF(option->rect).center());
    paintTickField(painter, option, field, side / 2, isOn);
    if (!isOn)
        return;
    const qreal inset = side * 0.31;
    fillRounded(painter, field.adjusted(inset, inset, -inset, -inset), side / 2,
                option->palette.color(QPalette::BrightText), Qt::NoPen);
}

void paintFieldEdge(QPainter *painter, const QStyleOption *option, const QColor &fill)
{
    const bool hasFocus = isEnabled(option) && option->state.testFlag(QStyle::State_HasFocus);
    const QColor edge = hasFocus ? ringColour(option->palette) : outline(option->palette, isEnabled(option));
    fillRounded(painter, lineRect(option->rect, hasFocus ? 0.9 : 0.5), cornerRadius, fill,
                QPen(edge, hasFocus ? 1.6 : 1));
}

void paintSplitter(QPainter *painter, const QStyleOption *option)
{
    // State_Horizontal: the handle moves sideways, so it is an upright line.
    const QRect rect = option->rect;
    const bool isHeld = (option->state & (QStyle::State_MouseOver | QStyle::State_Sunken)) != 0;
    const QColor line = isHeld ? ringColour(option->palette) : option->palette.color(QPalette::Mid);
    const int thickness = isHeld ? 2 : 1;
    if (option->state.testFlag(QStyle::State_Horizontal))
        painter->fillRect(rect.center().x(), rect.top(), thickness, rect.height(), line);
    else
        painter->fillRect(rect.left(), rect.center().y(), rect.width(), thickness, line);
}

void paintTab(QPainter *painter, const QStyleOptionTab *tab)
{
    const QRect rect = tab->rect;
    const int thickness = std::max(2, tab->fontMetrics.height() / 7);
    if (tab->state.testFlag(QStyle::State_Selected))
        painter->fillRect(rect.left(), rect.bottom() - thickness + 1, rect.width(), thickness,
                          ringColour(tab->palette));
    else if (isHovered(tab))
        painter->fillRect(rect.left(), rect.bottom() - thickness + 1, rect.width(), thickness,
                          tab->palette.color(QPalette::Mid));
}

void paintTabPane(QPainter *painter, const QStyleOption *option)
{
    painter->fillRect(option->rect.left(), option->rect.top(), option->rect.width(), 1,
                      option->palette.color(QPalette::Mid));
}

void paintToolBar(QPainter *painter, const QStyleOption *option)
{
    const QRect rect = option->rect;
    painter->fillRect(rect, option->palette.color(QPalette::Window));
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, option->palette.color(QPalette::Mid));
}

void paintScrollBar(QPainter *painter, const QStyleOptionSlider *bar, const QRect &slider,
                    QPalette::ColorRole ground)
{
    painter->fillRect(bar->rect, bar->palette.color(ground));
    if (bar->maximum <= bar->minimum)
        return;
    const bool isHeld = bar->activeSubControls.testFlag(QStyle::SC_ScrollBarSlider) &&
                        (bar->state & (QStyle::State_Sunken | QStyle::State_MouseOver)) != 0;
    const QRectF thumb = lineRect(slider, 2.5);
    fillRounded(painter, thumb, std::min(thumb.width(), thumb.height()) / 2,
                tinted(bar->palette.color(ground), bar->palette.color(QPalette::Text), isHeld ? 0.7F : 0.53F),
                Qt::NoPen);
}

} // namespace gantry
