#include "ui/look/fittings.h"

#include "ui/look/surfaces.h"

#include <QPainter>
#include <QPixmap>
#include <QStyleOption>
#include <QTimer>
#include <QWidget>

#include <algorithm>
#include <chrono>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto busyFrame = 33ms;
constexpr auto busyPeriod = 1600ms; // from one end to the other and back
const QLatin1String busyTimer("gantry/busy");

QPixmap tinted(QPixmap picture, const QColor &colour)
{
    QPainter painter(&picture);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(QRect(QPoint(), picture.size()), colour);
    return picture;
}

// Two strokes, pointing down or up.
void paintChevron(QPainter *painter, const QRect &rect, bool down, const QColor &colour)
{
    const qreal side = std::min({rect.width(), rect.height(), 10});
    const QPointF middle = QRectF(rect).center();
    const qreal across = side * 0.4;
    const qreal rise = down ? -side * 0.2 : side * 0.2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(QPolygonF(
        {middle + QPointF(-across, rise), middle + QPointF(0, -rise), middle + QPointF(across, rise)}));
    painter->restore();
}

// One clock for each bar, however often it is painted meanwhile; it rests as soon as nobody sees the bar.
void paintAgainSoon(QWidget *bar)
{
    auto *timer = bar->findChild<QTimer *>(busyTimer, Qt::FindDirectChildrenOnly);
    if (timer == nullptr) {
        timer = new QTimer(bar);
        timer->setObjectName(busyTimer);
        timer->setSingleShot(true);
        timer->setInterval(busyFrame);
        QObject::connect(timer, &QTimer::timeout, bar, qOverload<>(&QWidget::update));
    }
    if (!timer->isActive())
        timer->start();
}

bool isTrailing(const QStyleOptionHeader *header)
{
    return header->textAlignment.testFlag(Qt::AlignRight);
}

bool isSorted(const QStyleOptionHeader *header)
{
    return header->sortIndicator != QStyleOptionHeader::None;
}

void fillRounded(QPainter *painter, const QRectF &rect, const QColor &fill)
{
    const qreal radius = std::min(rect.width(), rect.height()) / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawRoundedRect(rect, radius, radius);
    painter->restore();
}

// Slim where it needs to carry no text.
QRectF trackOf(const QRect &rect, bool hasText)
{
    const qreal height = hasText ? rect.height() - 2 : std::min<qreal>(rect.height(), 6);
    return {rect.x() + 0.0, rect.y() + (rect.height() - height) / 2, rect.width() + 0.0, height};
}

} // namespace

void paintButtonLabel(QPainter *painter, const QStyleOptionButton *button, const QStyle *style,
                      const QWidget *widget)
{
    const bool primary = isPrimary(button, widget);
    const QPalette::ColorGroup group = isEnabled(button) ? QPalette::Active : QPalette::Disabled;
    const QColor colour = button->palette.color(group, primary ? QPalette::BrightText : QPalette::ButtonText);
    const int textWidth = button->fontMetrics.size(Qt::TextShowMnemonic, button->text).width();
    const QSize iconSize = button->icon.isNull() ? QSize(0, 0) : button->iconSize;
    const int gap = iconSize.isEmpty() || button->text.isEmpty() ? 0 : button->fontMetrics.height() / 3;
    const int width = std::min(iconSize.width() + gap + textWidth, button->rect.width());
    const QRect both(button->rect.x() + (button->rect.width() - width) / 2, button->rect.y(), width,
                     button->rect.height());

    if (!iconSize.isEmpty()) {
        const QRect spot(both.x(), both.center().y() - (iconSize.height() - 1) / 2, iconSize.width(),
                         iconSize.height());
        const bool on = button->state.testFlag(QStyle::State_On);
        QPixmap picture = button->icon.pixmap(iconSize, painter->device()->devicePixelRatioF(),
                                              isEnabled(button) ? QIcon::Normal : QIcon::Disabled,
                                              on ? QIcon::On : QIcon::Off);
        style->drawItemPixmap(painter, QStyle::visualRect(button->direction, both, spot), Qt::AlignCenter,
                              primary ? tinted(picture, colour) : picture);
    }
    const QRect words = both.adjusted(iconSize.width() + gap, 0, 0, 0);
    int flags = Qt::AlignVCenter | Qt::AlignLeft | Qt::AlignAbsolute | Qt::TextShowMnemonic;
    if (!style->styleHint(QStyle::SH_UnderlineShortcut, button, widget))
        flags |= Qt::TextHideMnemonic;
    painter->setPen(colour);
    style->drawItemText(painter, QStyle::visualRect(button->direction, both, words), flags, button->palette,
                        isEnabled(button), button->text);
}

bool isMirroredFold(const QStyleOptionToolButton *button)
{
    return button->direction == Qt::RightToLeft && button->features.testFlag(QStyleOptionToolButton::Arrow) &&
           button->toolButtonStyle == Qt::ToolButtonTextBesideIcon;
}

void paintMirroredFold(QPainter *painter, const QStyleOptionToolButton *button, const QStyle *style,
                       const QWidget *widget)
{
    const int gap = button->fontMetrics.height() / 3;
    const QRect &whole = button->rect;
    const QRect spot(whole.left(), whole.top(), button->iconSize.width(), whole.height());
    QStyleOption arrow = *button;
    arrow.rect = QStyle::visualRect(button->direction, whole, spot);
    const int side = arrow.rect.width() * 3 / 4;
    arrow.rect = QStyle::alignedRect(button->direction, Qt::AlignCenter, QSize(side, side), arrow.rect);
    QStyle::PrimitiveElement shape = QStyle::PE_IndicatorArrowLeft;
    if (button->arrowType == Qt::DownArrow)
        shape = QStyle::PE_IndicatorArrowDown;
    else if (button->arrowType == Qt::UpArrow)
        shape = QStyle::PE_IndicatorArrowUp;
    else if (button->arrowType == Qt::RightArrow)
        shape = QStyle::PE_IndicatorArrowRight;
    style->drawPrimitive(shape, &arrow, painter, widget);
    const QRect words =
        QStyle::visualRect(button->direction, whole, whole.adjusted(spot.width() + gap, 0, 0, 0));
    int flags = Qt::AlignVCenter | Qt::AlignRight | Qt::AlignAbsolute | Qt::TextShowMnemonic;
    if (!style->styleHint(QStyle::SH_UnderlineShortcut, button, widget))
        flags |= Qt::TextHideMnemonic;
    style->drawItemText(painter, words, flags, button->palette, isEnabled(button), button->text,
                        QPalette::ButtonText);
}

void paintMenuButtonLabel(QPainter *painter, const QStyleOptionToolButton *button, const QStyle *style,
                          const QWidget *widget)
{
    const int letter = button->fontMetrics.averageCharWidth();
    const QRect &whole = button->rect;
    const QRect words = whole.adjusted(0, 0, -2 * letter, 0);
    const QRect mark(words.right() - letter / 2, whole.top(), 2 * letter, whole.height());
    int flags = Qt::AlignCenter | Qt::TextShowMnemonic;
    if (!style->styleHint(QStyle::SH_UnderlineShortcut, button, widget))
        flags |= Qt::TextHideMnemonic;
    style->drawItemText(painter, QStyle::visualRect(button->direction, whole, words), flags, button->palette,
                        isEnabled(button), button->text, QPalette::ButtonText);
    paintChevron(painter, QStyle::visualRect(button->direction, whole, mark), true,
                 button->palette.color(isEnabled(button) ? QPalette::Active : QPalette::Disabled,
                                       QPalette::ButtonText));
}

void paintComboBox(QPainter *painter, const QStyleOptionComboBox *box, const QRect &arrow,
                   const QStyle *style, const QWidget *widget)
{
    QStyleOptionButton panel;
    panel.QStyleOption::operator=(*box);
    panel.state.setFlag(QStyle::State_On, false);
    style->drawPrimitive(QStyle::PE_PanelButtonCommand, &panel, painter, widget);
    paintChevron(
        painter, arrow, true,
        box->palette.color(isEnabled(box) ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText));
    if (box->state.testFlag(QStyle::State_HasFocus))
        paintFocusRing(painter, box);
}

void paintMenuBarItem(QPainter *painter, const QStyleOptionMenuItem *item, const QStyle *style,
                      const QWidget *widget)
{
    painter->fillRect(item->rect, item->palette.color(QPalette::Window));
    const bool usable = isEnabled(item);
    if (usable && item->state.testFlag(QStyle::State_Selected)) {
        QColor tint = item->palette.color(QPalette::WindowText);
        tint.setAlphaF(item->state.testFlag(QStyle::State_Sunken) ? 0.16F : 0.09F);
        painter->fillRect(item->rect, tint);
    }
    int flags = Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextDontClip | Qt::TextSingleLine;
    if (!style->styleHint(QStyle::SH_UnderlineShortcut, item, widget))
        flags |= Qt::TextHideMnemonic;
    style->drawItemText(painter, item->rect, flags, item->palette, usable, item->text, QPalette::WindowText);
}

void paintHeader(QPainter *painter, const QStyleOptionHeader *header, const QStyle *style,
                 const QWidget *widget)
{
    style->drawControl(QStyle::CE_HeaderSection, header, painter, widget);
    const auto *second = qstyleoption_cast<const QStyleOptionHeaderV2 *>(header);
    QStyleOptionHeaderV2 piece;
    if (second != nullptr)
        piece = *second;
    else
        piece.QStyleOptionHeader::operator=(*header);
    piece.rect = style->subElementRect(QStyle::SE_HeaderLabel, header, widget);
    if (piece.rect.isValid())
        style->drawControl(QStyle::CE_HeaderLabel, &piece, painter, widget);
    piece.rect = style->subElementRect(QStyle::SE_HeaderArrow, header, widget);
    if (isSorted(header))
        style->drawPrimitive(QStyle::PE_IndicatorHeaderArrow, &piece, painter, widget);
}

void paintHeaderSection(QPainter *painter, const QStyleOption *option)
{
    const QRect rect = option->rect;
    const QPalette &palette = option->palette;
    painter->fillRect(rect, palette.color(QPalette::Window));
    const bool isPressable = isEnabled(option) && option->state.testFlag(QStyle::State_MouseOver);
    if (isPressable || option->state.testFlag(QStyle::State_Sunken)) {
        QColor tint = palette.color(QPalette::WindowText);
        tint.setAlphaF(option->state.testFlag(QStyle::State_Sunken) ? 0.12F : 0.06F);
        painter->fillRect(rect, tint);
    }
    const QColor line = palette.color(QPalette::Mid);
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, line);
    // Where a column can be caught.
    const int inset = rect.height() / 4;
    const int edge = option->direction == Qt::LeftToRight ? rect.right() : rect.left();
    painter->fillRect(edge, rect.top() + inset, 1, rect.height() - 2 * inset, line);
}

void paintHeaderArrow(QPainter *painter, const QStyleOptionHeader *header)
{
    if (isSorted(header))
        paintChevron(painter, header->rect, header->sortIndicator == QStyleOptionHeader::SortUp,
                     header->palette.color(QPalette::WindowText));
}

QRect headerLabelRect(const QStyleOptionHeader *header, int margin, int arrow)
{
    const int taken = isSorted(header) ? arrow : 0;
    const bool arrowFirst = isTrailing(header);
    return QStyle::visualRect(
        header->direction, header->rect,
        header->rect.adjusted(margin + (arrowFirst ? taken : 0), 0, -margin - (arrowFirst ? 0 : taken), 0));
}

QRect headerArrowRect(const QStyleOptionHeader *header, int margin, int arrow)
{
    const QRect &whole = header->rect;
    const int left = isTrailing(header) ? whole.left() + margin : whole.right() - margin - arrow + 1;
    return QStyle::visualRect(header->direction, whole, QRect(left, whole.top(), arrow, whole.height()));
}

void paintProgressGroove(QPainter *painter, const QStyleOption *option)
{
    const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option);
    QColor ground = option->palette.color(QPalette::WindowText);
    ground.setAlphaF(0.14F);
    fillRounded(painter, trackOf(option->rect, bar != nullptr && bar->textVisible), ground);
}

void paintProgressFill(QPainter *painter, const QStyleOptionProgressBar *bar, bool moves)
{
    const QRectF track = trackOf(bar->rect, bar->textVisible);
    const QColor fill = bar->palette.color(QPalette::Active, QPalette::Highlight);
    const bool isBusy = bar->maximum <= bar->minimum;
    const qreal range = static_cast<qreal>(bar->maximum) - bar->minimum;
    qreal from = 0;
    qreal share =
        isBusy ? 0.3 : std::clamp((static_cast<qreal>(bar->progress) - bar->minimum) / range, 0.0, 1.0);
    if (isBusy) {
        const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now().time_since_epoch());
        const qreal phase = moves ? static_cast<qreal>(now.count() % busyPeriod.count()) /
                                        static_cast<qreal>(busyPeriod.count())
                                  : 0.25;
        from = (1 - share) * (phase < 0.5 ? 2 * phase : 2 - 2 * phase);
        if (auto *widget = qobject_cast<QWidget *>(bar->styleObject); widget != nullptr && moves)
            paintAgainSoon(widget);
    }
    const bool mirrored = (bar->direction == Qt::RightToLeft) != bar->invertedAppearance;
    if (mirrored)
        from = 1 - from - share;
    const QRectF filled(track.x() + track.width() * from, track.y(), track.width() * share, track.height());
    if (filled.width() > 0)
        fillRounded(painter, filled, fill);
}

} // namespace gantry
