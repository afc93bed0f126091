#include "ui/detail/parts_grid.h"

#include "ui/parts/part_tile.h"
#include "ui/text/format.h"
#include "ui/text/upload_words.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace gantry {
namespace {

// Of a cell, its gap included. A step of the zoom goes from one to the next.
constexpr std::array sides = {4, 5, 6, 8, 10, 12, 16, 20, 26, 34, 44};
constexpr int margin = 8;
constexpr int gapFrom = 5; // cells smaller than this stand without a gap

} // namespace

PartsGrid::PartsGrid(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    setAccessibleName(tr("Parts"));
    arrange();
}

void PartsGrid::setParts(const QList<PartSnapshot> &parts, const QString &trouble)
{
    const bool sameCount = parts.size() == m_parts.size();
    m_parts = parts;
    m_trouble = trouble;
    if (!sameCount) {
        m_zoom = 0;
        m_current = 0;
        arrange();
        verticalScrollBar()->setValue(0);
    }
    std::array<int, 2> counts{}; // stored, sending
    for (const PartSnapshot &part : m_parts) {
        counts[0] += part.state == PartState::Stored ? 1 : 0;
        counts[1] += part.state == PartState::Sending ? 1 : 0;
    }
    setAccessibleDescription(tr("%1 of %2 parts stored, %3 sending")
                                 .arg(countText(counts[0]), countText(partCount()), countText(counts[1])));
    viewport()->update();
}

void PartsGrid::arrange()
{
    const int width = std::max(1, viewport()->width() - 2 * margin);
    const int height = std::max(1, viewport()->height() - 2 * margin);
    // The largest cells with which all parts are in sight; else the smallest, and there is something to
    // scroll.
    int fitting = 0;
    for (int i = 0; i < static_cast<int>(sides.size()); ++i) {
        const int side = sides[static_cast<std::size_t>(i)];
        const int columns = std::max(1, width / side);
        if ((partCount() + columns - 1) / columns * side <= height)
            fitting = i;
    }
    const int chosen = std::clamp(fitting + m_zoom, 0, static_cast<int>(sides.size()) - 1);
    m_zoom = chosen - fitting;
    m_side = sides[static_cast<std::size_t>(chosen)];
    m_columns = std::max(1, width / m_side);
    const int rows = (partCount() + m_columns - 1) / m_columns;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_side);
    verticalScrollBar()->setRange(0, std::max(0, rows * m_side + 2 * margin - viewport()->height()));
    viewport()->update();
}

void PartsGrid::zoom(int steps)
{
    m_zoom += steps;
    arrange();
    setCurrent(m_current);
}

void PartsGrid::zoomToFit()
{
    m_zoom = 0;
    arrange();
}

QRect PartsGrid::cellRect(int number) const
{
    if (number < 1 || number > partCount())
        return {};
    const int row = (number - 1) / m_columns;
    const int column = (number - 1) % m_columns;
    const int gap = m_side >= gapFrom ? 1 : 0;
    const QRect cell(margin + column * m_side, margin + row * m_side - verticalScrollBar()->value(),
                     m_side - gap, m_side - gap);
    return QStyle::visualRect(layoutDirection(), viewport()->rect(), cell);
}

int PartsGrid::partAt(const QPoint &position) const
{
    const QPoint place = QStyle::visualPos(layoutDirection(), viewport()->rect(), position);
    const int column = (place.x() - margin) / m_side;
    const int row = (place.y() - margin + verticalScrollBar()->value()) / m_side;
    if (place.x() < margin || place.y() + verticalScrollBar()->value() < margin || column >= m_columns)
        return 0;
    const int number = row * m_columns + column + 1;
    return number <= partCount() ? number : 0;
}

QString PartsGrid::factsOf(int number) const
{
    if (number < 1 || number > partCount())
        return {};
    const PartSnapshot &part = m_parts.at(number - 1);
    QStringList lines{tr("Part %1 of %2: %3")
                          .arg(countText(part.number), countText(partCount()), partStateText(part.state)),
                      tr("Bytes %1 to %2 (%3)")
                          .arg(countText(part.offset),
                               countText(part.offset + std::max<qint64>(0, part.size - 1)),
                               sizeText(part.size))};
    if (part.state == PartState::Sending)
        lines.append(tr("%1 sent").arg(sizeText(part.sent)));
    if (part.attempts > 0)
        lines.append(tr("%n attempt(s)", nullptr, part.attempts));
    if (!part.etag.isEmpty())
        lines.append(tr("ETag %1").arg(QString::fromLatin1(part.etag)));
    if ((part.state == PartState::Cooling || part.state == PartState::Failed) && !m_trouble.isEmpty())
        lines.append(m_trouble);
    return lines.join(QLatin1Char('\n'));
}

void PartsGrid::paintCell(QPainter &painter, const PartSnapshot &part, const QRect &cell,
                          const PartInks &inks) const
{
    const qreal ratio = viewport()->devicePixelRatioF();
    const int unit = std::max(1, qRound(ratio));
    QImage tile = imageOf(tileOf(part, layoutDirection() == Qt::RightToLeft),
                          (QSizeF(cell.size()) * ratio).toSize(), unit, inks);
    tile.setDevicePixelRatio(ratio);
    painter.drawImage(cell.topLeft(), tile);
    const QString number = countText(part.number);
    if (part.state == PartState::Waiting &&
        painter.fontMetrics().horizontalAdvance(number) < cell.width() - 6 &&
        painter.fontMetrics().height() < cell.height()) {
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(cell, Qt::AlignCenter, number);
    }
}

void PartsGrid::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setFont(font());
    if (m_parts.isEmpty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("The parts are not planned yet."));
        return;
    }
    const int firstRow = std::max(0, (verticalScrollBar()->value() - margin) / m_side);
    const int lastRow = (verticalScrollBar()->value() + viewport()->height()) / m_side;
    const int last = std::min(partCount(), (lastRow + 1) * m_columns);
    const PartInks inks(palette());
    for (int number = firstRow * m_columns + 1; number <= last; ++number)
        paintCell(painter, m_parts.at(number - 1), cellRect(number), inks);
    if (m_current > 0 && hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Text), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cellRect(m_current).adjusted(-1, -1, 1, 1));
    }
}

void PartsGrid::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void PartsGrid::setCurrent(int number)
{
    m_current = std::clamp(number, m_parts.isEmpty() ? 0 : 1, partCount());
    const QRect cell = cellRect(m_current);
    QScrollBar *bar = verticalScrollBar();
    if (cell.top() < margin)
        bar->setValue(bar->value() + cell.top() - margin);
    else if (cell.bottom() > viewport()->height() - margin)
        bar->setValue(bar->value() + cell.bottom() - viewport()->height() + margin);
    viewport()->update();
    setAccessibleDescription(factsOf(m_current));
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

void PartsGrid::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_current == 0)
        setCurrent(1);
}

void PartsGrid::keyPressEvent(QKeyEvent *event)
{
    const int forward = layoutDirection() == Qt::LeftToRight ? 1 : -1;
    switch (event->key()) {
    case Qt::Key_Right:
        setCurrent(m_current + forward);
        break;
    case Qt::Key_Left:
        setCurrent(m_current - forward);
        break;
    case Qt::Key_Down:
        setCurrent(std::min(m_current + m_columns, partCount()));
        break;
    case Qt::Key_Up:
        setCurrent(std::max(1, m_current - m_columns));
        break;
    case Qt::Key_Home:
        setCurrent(1);
        break;
    case Qt::Key_End:
        setCurrent(partCount());
        break;
    case Qt::Key_Plus:
        zoomIn();
        break;
    case Qt::Key_Minus:
        zoomOut();
        break;
    case Qt::Key_0:
        zoomToFit();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        copy(m_current);
        break;
    default:
        if (event->matches(QKeySequence::Copy))
            copy(m_current);
        else
            QAbstractScrollArea::keyPressEvent(event);
    }
}

void PartsGrid::copy(int number)
{
    const QString facts = factsOf(number);
    if (facts.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(facts);
    Q_EMIT copied(number);
}

void PartsGrid::mousePressEvent(QMouseEvent *event)
{
    const int number = partAt(event->position().toPoint());
    if (number == 0 || event->button() != Qt::LeftButton)
        return;
    setCurrent(number);
    copy(number);
}

void PartsGrid::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    if (event->angleDelta().y() != 0)
        zoom(event->angleDelta().y() > 0 ? 1 : -1);
    event->accept();
}

bool PartsGrid::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int number = partAt(help->pos());
    if (number > 0)
        QToolTip::showText(help->globalPos(),
                           factsOf(number).toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>")),
                           viewport(), cellRect(number));
    else
        QToolTip::hideText();
    return true;
}

} // namespace gantry
