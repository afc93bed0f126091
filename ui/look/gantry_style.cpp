#include "ui/look/gantry_style.h"

#include "ui/look/fittings.h"
#include "ui/look/surfaces.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QPainter>
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

// What a scroll bar, or the corner between two, stands on: the same as what is scrolled.
QPalette::ColorRole groundOf(const QWidget *widget)
{
    for (const QWidget *each = widget; each != nullptr; each = each->parentWidget())
        if (const auto *area = qobject_cast<const QAbstractScrollArea *>(each))
            return area->viewport()->backgroundRole();
    return QPalette::Base;
}

// A word that opens a menu.
bool isMenuButton(const QStyleOptionToolButton *button)
{
    return button->features.testFlag(QStyleOptionToolButton::HasMenu) &&
           !button->features.testFlag(QStyleOptionToolButton::MenuButtonPopup) &&
           button->toolButtonStyle == Qt::ToolButtonTextOnly;
}

void paintMenuButton(QPainter *painter, const QStyleOptionToolButton *button, const QStyle *style,
                     const QWidget *widget)
{
    paintToolButton(painter, button);
    paintMenuButtonLabel(painter, button, style, widget);
    if (button->state.testFlag(QStyle::State_HasFocus)) {
        QStyleOptionFocusRect ring;
        ring.QStyleOption::operator=(*button);
        style->drawPrimitive(QStyle::PE_FrameFocusRect, &ring, painter, widget);
    }
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
        paintPushButton(painter, option, isPrimary(option, widget));
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
    else if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
             element == PE_IndicatorHeaderArrow && header)
        paintHeaderArrow(painter, header);
    else if (element == PE_PanelScrollAreaCorner)
        painter->fillRect(option->rect, option->palette.color(groundOf(widget)));
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
    else if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
             element == CE_PushButtonLabel && button &&
             !button->features.testFlag(QStyleOptionButton::HasMenu))
        paintButtonLabel(painter, button, proxy(), widget);
    else if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
             element == CE_Header && header)
        paintHeader(painter, header, proxy(), widget);
    else if (element == CE_HeaderSection || element == CE_HeaderEmptyArea)
        paintHeaderSection(painter, option);
    else if (const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option);
             element == CE_ToolButtonLabel && tool && isMirroredFold(tool))
        paintMirroredFold(painter, tool, proxy(), widget);
    else if (element == CE_ToolBar)
        paintToolBar(painter, option);
    else if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
             element == CE_MenuBarItem && item && item->icon.isNull())
        paintMenuBarItem(painter, item, proxy(), widget);
    else if (element == CE_MenuBarEmptyArea)
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
    else if (element == CE_ProgressBarGroove)
        paintProgressGroove(painter, option);
    else if (const auto *progress = qstyleoption_cast<const QStyleOptionProgressBar *>(option);
             element == CE_ProgressBarContents && progress)
        paintProgressFill(painter, progress,
                          proxy()->styleHint(SH_Widget_Animation_Duration, option, widget) > 0);
    else
        QProxyStyle::drawControl(element, option, painter, widget);
}

void GantryStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                     QPainter *painter, const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
    if (control == CC_ScrollBar && bar)
        paintScrollBar(painter, bar, proxy()->subControlRect(control, option, SC_ScrollBarSlider, widget),
                       groundOf(widget));
    else if (const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option);
             control == CC_ToolButton && tool && isMenuButton(tool))
        paintMenuButton(painter, tool, proxy(), widget);
    else if (control == CC_ComboBox && combo && !combo->editable && combo->frame)
        paintComboBox(painter, combo, proxy()->subControlRect(control, option, SC_ComboBoxArrow, widget),
                      proxy(), widget);
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

QRect GantryStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    if (element == SE_ItemViewItemFocusRect)
        return option->rect; // of the whole item, its icon included
    const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
    if (header && (element == SE_HeaderLabel || element == SE_HeaderArrow)) {
        const int margin = proxy()->pixelMetric(PM_HeaderMargin, option, widget);
        const int arrow = proxy()->pixelMetric(PM_HeaderMarkSize, option, widget);
        return element == SE_HeaderLabel ? headerLabelRect(header, margin, arrow)
                                         : headerArrowRect(header, margin, arrow);
    }
    const QRect usual = QProxyStyle::subElementRect(element, option, widget);
    const auto *field = qstyleoption_cast<const QStyleOptionFrame *>(option);
    if (element == SE_LineEditContents && field && field->lineWidth > 0) {
        const int space = option->fontMetrics.averageCharWidth() / 2;
        return usual.adjusted(space, 0, -space, 0);
    }
    return usual;
}

QSize GantryStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                                    const QWidget *widget) const
{
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (type == CT_PushButton && button && !button->text.isEmpty())
        size.rwidth() += 2 * option->fontMetrics.averageCharWidth();
    const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option);
    if (type == CT_ToolButton && tool && isMenuButton(tool))
        size.rwidth() +=
            2 * option->fontMetrics.averageCharWidth(); // its arrow is beside the text, not over it
    if (type == CT_ItemViewItem)
        size.rheight() += option->fontMetrics.averageCharWidth(); // lines of a list are not those of a page
    return size;
}

int GantryStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    const int usual = QProxyStyle::pixelMetric(metric, option, widget);
    if (metric == PM_ScrollBarExtent)
        return usual * 4 / 5;
    if (metric == PM_ScrollBarSliderMin)
        return std::max(usual, 32);
    if (metric == PM_HeaderMargin && widget)
        return widget->fontMetrics().averageCharWidth();
    if (metric == PM_FocusFrameHMargin && qobject_cast<const QAbstractItemView *>(widget))
        return widget->fontMetrics().averageCharWidth() - 1; // that of its cells: one less than what is free
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
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons)
        return 0; // the desktop's are not of our set
    return QProxyStyle::styleHint(hint, option, widget, returned);
}

} // namespace gantry
