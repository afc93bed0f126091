#include "ui/look/gantry_style.h"

#include "ui/look/surfaces.h"

#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>

#include <algorithm>

namespace gantry {
namespace {

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

bool hasTabsAbove(const QStyleOption *option)
{
    const auto *pane = qstyleoption_cast<const QStyleOptionTabWidgetFrame *>(option);
    return pane && pane->shape == QTabBar::RoundedNorth;
}

} // namespace

GantryStyle::GantryStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{}

void GantryStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    if (element == PE_FrameFocusRect)
        paintFocusRing(painter, option);
    else if (element == PE_PanelButtonCommand)
        paintPushButton(painter, option);
    else if (element == PE_PanelButtonTool)
        paintToolButton(painter, option);
    else if (element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck)
        paintCheckBox(painter, option);
    else if (element == PE_IndicatorRadioButton)
        paintRadioButton(painter, option);
    else if (element == PE_PanelLineEdit && frame && frame->lineWidth > 0)
        paintFieldEdge(painter, option, option->palette.color(QPalette::Base));
    else if (element == PE_FrameTabWidget && hasTabsAbove(option))
        paintTabPane(painter, option);
    else
        QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void GantryStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option);
    if (element == CE_Splitter)
        paintSplitter(painter, option);
    else if (element == CE_TabBarTabShape && tab && tab->shape == QTabBar::RoundedNorth)
        paintTab(painter, tab);
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
    const auto *box = qstyleoption_cast<const QStyleOptionSpinBox *>(option);
    if (control == CC_SpinBox && box && box->frame)
        paintFieldEdge(painter, option, Qt::transparent);
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
