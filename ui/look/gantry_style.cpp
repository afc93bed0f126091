#include "ui/look/gantry_style.h"

#include "ui/look/state_colours.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>

namespace gantry {
namespace {

constexpr qreal cornerRadius = 4;

// The accent, light enough to be seen as a line on a dark ground.
QColor ringColour(const QPalette &palette)
{
    return isDark(palette) ? palette.color(QPalette::Link)
                           : palette.color(QPalette::Active, QPalette::Highlight);
}

QColor tinted(const QColor &ground, const QColor &tint, float share)
{
    return QColor::fromRgbF(ground.redF() * (1 - share) + tint.redF() * share,
                            ground.greenF() * (1 - share) + tint.greenF() * share,
                            ground.blueF() * (1 - share) + tint.blueF() * share);
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

void paintFocus(QPainter *painter, const QStyleOption *option)
{
    fillRounded(painter, lineRect(option->rect, 1), cornerRadius - 1, Qt::transparent,
                QPen(ringColour(option->palette), 1.6));
}

void paintButton(QPainter *painter, const QStyleOption *option)
{
    const QStyle::State state = option->state;
    const QPalette &palette = option->palette;
    const bool enabled = state.testFlag(QStyle::State_Enabled);
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const bool isDefault = button && button->features.testFlag(QStyleOptionButton::DefaultButton);
    const bool isFlat = button && button->features.testFlag(QStyleOptionButton::Flat);
    const bool down = state & (QStyle::State_Sunken | QStyle::State_On);

    QColor fill = palette.color(enabled ? QPalette::Button : QPalette::Window);
    QColor edge = palette.color(QPalette::Mid);
    if (enabled && down)
        fill = tinted(fill, palette.color(QPalette::ButtonText), 0.14F);
    else if (enabled && state.testFlag(QStyle::State_MouseOver))
        fill = tinted(fill, palette.color(QPalette::ButtonText), 0.06F);
    else if (isFlat)
        fill = Qt::transparent;
    if (isFlat && fill == QColor(Qt::transparent))
        edge = Qt::transparent;
    if (isDefault && enabled)
        edge = ringColour(palette);
    if (!enabled)
        edge = tinted(edge, palette.color(QPalette::Window), 0.4F);
    fillRounded(painter, lineRect(option->rect), cornerRadius, fill, QPen(edge, 1));
}

void paintToolButton(QPainter *painter, const QStyleOption *option)
{
    const QStyle::State state = option->state;
    const bool down = state & (QStyle::State_Sunken | QStyle::State_On);
    const bool hover = state.testFlag(QStyle::State_Enabled) && state.testFlag(QStyle::State_MouseOver);
    const bool raised = state.testFlag(QStyle::State_Raised) && !state.testFlag(QStyle::State_AutoRaise);
    if (!down && !hover && !raised)
        return;
    QColor tint = option->palette.color(QPalette::ButtonText);
    tint.setAlphaF(down ? 0.16F : (hover ? 0.09F : 0.04F));
    fillRounded(painter, lineRect(option->rect, 1), cornerRadius, tint, Qt::NoPen);
}

void paintSplitter(QPainter *painter, const QStyleOption *option)
{
    // QSplitter tells the direction in which its handle moves.
    const QRect rect = option->rect;
    const bool hover = option->state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    const QColor line = hover ? ringColour(option->palette) : option->palette.color(QPalette::Mid);
    const int thickness = hover ? 2 : 1;
    if (option->state.testFlag(QStyle::State_Horizontal))
        painter->fillRect(rect.center().x(), rect.top(), thickness, rect.height(), line);
    else
        painter->fillRect(rect.left(), rect.center().y(), rect.width(), thickness, line);
}

void paintScrollBar(QPainter *painter, const QStyleOptionSlider *bar, const QRect &slider)
{
    painter->fillRect(bar->rect, bar->palette.color(QPalette::Base));
    if (bar->maximum <= bar->minimum)
        return;
    const bool held = bar->activeSubControls.testFlag(QStyle::SC_ScrollBarSlider) &&
                      (bar->state & (QStyle::State_Sunken | QStyle::State_MouseOver));
    const QRectF thumb = lineRect(slider, 2.5);
    fillRounded(
        painter, thumb, std::min(thumb.width(), thumb.height()) / 2,
        tinted(bar->palette.color(QPalette::Base), bar->palette.color(QPalette::Text), held ? 0.55F : 0.36F),
        Qt::NoPen);
}

// A slim bar has no buttons at its ends: its slider runs in all of it.
QRect scrollBarPart(const QStyleOptionSlider *bar, QStyle::SubControl part, int shortest)
{
    const bool across = bar->orientation == Qt::Horizontal;
    const QRect whole = bar->rect;
    const int length = across ? whole.width() : whole.height();
    const qint64 range = static_cast<qint64>(bar->maximum) - bar->minimum;
    int thumb = length;
    if (range > 0) {
        const qint64 page = std::max(1, bar->pageStep);
        thumb = static_cast<int>(length * page / (range + page));
        thumb = std::min(std::max(thumb, shortest), length);
    }
    const int start = QStyle::sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                                      length - thumb, bar->upsideDown);
    const auto slice = [&](int from, int size) {
        const QRect piece = across ? QRect(whole.left() + from, whole.top(), size, whole.height())
                                   : QRect(whole.left(), whole.top() + from, whole.width(), size);
        return QStyle::visualRect(across ? bar->direction : Qt::LeftToRight, whole, piece);
    };
    if (part == QStyle::SC_ScrollBarSlider)
        return slice(start, thumb);
    if (part == QStyle::SC_ScrollBarSubPage)
        return slice(0, start);
    if (part == QStyle::SC_ScrollBarAddPage)
        return slice(start + thumb, length - start - thumb);
    return part == QStyle::SC_ScrollBarGroove ? whole : QRect();
}

} // namespace

GantryStyle::GantryStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{}

void GantryStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    if (element == PE_FrameFocusRect)
        paintFocus(painter, option);
    else if (element == PE_PanelButtonCommand)
        paintButton(painter, option);
    else if (element == PE_PanelButtonTool)
        paintToolButton(painter, option);
    else
        QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void GantryStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    if (element == CE_Splitter)
        paintSplitter(painter, option);
    else
        QProxyStyle::drawControl(element, option, painter, widget);
}

void GantryStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                     QPainter *painter, const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control == CC_ScrollBar && bar)
        paintScrollBar(painter, bar, proxy()->subControlRect(control, option, SC_ScrollBarSlider, widget));
    else
        QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect GantryStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                  const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control == CC_ScrollBar && bar)
        return scrollBarPart(bar, part, proxy()->pixelMetric(PM_ScrollBarSliderMin, option, widget));
    return QProxyStyle::subControlRect(control, option, part, widget);
}

int GantryStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    const int usual = QProxyStyle::pixelMetric(metric, option, widget);
    if (metric == PM_ScrollBarExtent)
        return usual * 4 / 5;
    if (metric == PM_ScrollBarSliderMin)
        return std::max(usual, 32);
    if (metric == PM_SplitterWidth)
        return 5; // what a mouse can catch; one pixel of it is painted
    if (metric == PM_ToolBarIconSize)
        return usual * 5 / 6; // our icons fill their square
    return usual;
}

int GantryStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                           QStyleHintReturn *returned) const
{
    if (hint == SH_EtchDisabledText || hint == SH_DitherDisabledText)
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, returned);
}

} // namespace gantry
