#include "ui/detail/parts_grid.h"

#include "ui/detail/parts_grid_accessible.h"
#include "ui/look/state_colours.h"
#include "ui/text/format.h"

#include <QEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>
#include <array>
#include <utility>

namespace gantry {
namespace {

// A cell with the gap to the next. A step of the zoom goes from one to the next; the larger ones grow with
// the font.
constexpr std::array sides = {3, 4, 5, 6, 8, 10, 13, 17, 22, 29, 38, 50};
constexpr int growsFrom = 13;
constexpr int divided = 4;       // cells smaller than this stand without a gap
constexpr int ordinaryFont = 16; // pixels of a line for which these sides are made
constexpr int levels = static_cast<int>(sides.size());
constexpr int fewParts = 8;

int marginOf(const QWidget &widget)
{
    return std::max(4, widget.fontMetrics().averageCharWidth());
}

QColor readableOn(const QColor &ground)
{
    return contrastOf(ground, Qt::white) > contrastOf(ground, Qt::black) ? Qt::white : Qt::black;
}

} // namespace

PartsGrid::PartsGrid(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    // First of all: with a screen reader on, whatever tells something of a widget asks for its interface, and
    // the first one stays.
    installPartsGridAccessible();
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
    m_trouble = trouble;
    if (parts == m_parts)
        return;
    const bool sameCount = parts.size() == m_parts.size();
    const QString spoken = spokenCurrent();
    m_parts = parts;
    const PartCounts before = std::exchange(m_counts, countParts(m_parts));
    if (!sameCount) {
        m_level.reset();
        m_current = hasFocus() && !m_parts.isEmpty() ? 1 : 0;
        arrange();
        verticalScrollBar()->setValue(0);
    }
    if (m_counts != before)
        Q_EMIT countsChanged();
    if (spokenCurrent() != spoken)
        tellCurrent();
    viewport()->update();
}

QSize PartsGrid::cellOf(int level) const
{
    int side = sides.at(static_cast<std::size_t>(level));
    const int line = fontMetrics().height();
    if (side >= growsFrom)
        side = std::max(side, side * line / ordinaryFont);
    if (side < line + line / 2)
        return {side, side};
    const int number = fontMetrics().horizontalAdvance(countText(partCount()));
    const int width = std::max(side, number + line);
    // A few large parts (partial uploads, one stream) share the row, so that the fill of each can be read.
    const int room = viewport()->width() - 2 * marginOf(*this);
    if (level == levels - 1 && partCount() > 0 && partCount() <= fewParts && partCount() * width < room)
        return {room / partCount(), side};
    return {width, side};
}

int PartsGrid::rowsFor(const QSize &cell) const
{
    const int columns = std::max(1, (viewport()->width() - 2 * marginOf(*this)) / cell.width());
    return (partCount() + columns - 1) / columns;
}

// The largest cells with which all parts are in sight; else the smallest, and there is something to scroll.
int PartsGrid::fittingLevel() const
{
    const int height = viewport()->height() - 2 * marginOf(*this);
    int level = levels - 1;
    while (level > 0 && rowsFor(cellOf(level)) * cellOf(level).height() > height)
        --level;
    return level;
}

void PartsGrid::arrange()
{
    const int margin = marginOf(*this);
    m_cell = cellOf(m_level.value_or(fittingLevel()));
    m_gap = m_cell.height() >= divided ? 1 : 0;
    m_numbered = m_cell.height() >= fontMetrics().height() * 3 / 2;
    m_columns = std::max(1, (viewport()->width() - 2 * margin) / m_cell.width());
    m_tiles.clear();
    QScrollBar *bar = verticalScrollBar();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(std::max(m_cell.height(), fontMetrics().height()));
    bar->setRange(0, std::max(0, rowsFor(m_cell) * m_cell.height() + 2 * margin - viewport()->height()));
    viewport()->update();
}

void PartsGrid::zoom(int steps)
{
    const int level = std::clamp(m_level.value_or(fittingLevel()) + steps, 0, levels - 1);
    // What is in the middle stays there, or the part that one is at.
    const int kept = m_current > 0 ? m_current : partAt(viewport()->rect().center());
    m_level = level;
    arrange();
    if (const QRect cell = cellRect(kept); !cell.isEmpty())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + cell.center().y() -
                                      viewport()->height() / 2);
    Q_EMIT zoomed();
}

void PartsGrid::zoomToFit()
{
    m_level.reset();
    arrange();
    scrollToCurrent();
    Q_EMIT zoomed();
}

QRect PartsGrid::cellRect(int number) const
{
    if (number < 1 || number > partCount())
        return {};
    const int margin = marginOf(*this);
    const int row = (number - 1) / m_columns;
    const int column = (number - 1) % m_columns;
    const QRect cell(margin + column * m_cell.width(),
                     margin + row * m_cell.height() - verticalScrollBar()->value(), m_cell.width() - m_gap,
                     m_cell.height() - m_gap);
    return QStyle::visualRect(layoutDirection(), viewport()->rect(), cell);
}

int PartsGrid::partAt(const QPoint &position) const
{
    const int margin = marginOf(*this);
    const QPoint visual = QStyle::visualPos(layoutDirection(), viewport()->rect(), position);
    const QPoint place(visual.x() - margin, visual.y() - margin + verticalScrollBar()->value());
    const int column = place.x() / m_cell.width();
    if (place.x() < 0 || place.y() < 0 || column >= m_columns)
        return 0;
    const int number = place.y() / m_cell.height() * m_columns + column + 1;
    return number <= partCount() ? number : 0;
}

QString PartsGrid::factsOf(int number) const
{
    return number < 1 || number > partCount() ? QString()
                                              : factsText(m_parts.at(number - 1), partCount(), m_trouble);
}

QString PartsGrid::spokenCurrent() const
{
    return m_current < 1 || m_current > partCount() ? QString()
                                                    : spokenText(m_parts.at(m_current - 1), partCount());
}

void PartsGrid::setCurrentPart(int number)
{
    const int next = m_parts.isEmpty() ? 0 : std::clamp(number, 1, partCount());
    if (next == m_current)
        return;
    m_current = next;
    scrollToCurrent();
    viewport()->update();
    tellCurrent();
}

void PartsGrid::scrollToCurrent()
{
    const QRect cell = cellRect(m_current);
    if (cell.isEmpty())
        return;
    const int margin = marginOf(*this);
    QScrollBar *bar = verticalScrollBar();
    if (cell.top() < margin)
        bar->setValue(bar->value() + cell.top() - margin);
    else if (cell.bottom() > viewport()->height() - margin)
        bar->setValue(bar->value() + cell.bottom() - viewport()->height() + margin);
}

const QImage &PartsGrid::imageFor(const PartTile &tile)
{
    constexpr int steps = PartTile::whole + 1;
    const int key =
        ((static_cast<int>(tile.state) * steps + tile.filled) * steps + tile.kept) * 2 + (tile.again ? 1 : 0);
    QImage &image = m_tiles[key];
    if (image.isNull()) {
        const QSizeF cell(m_cell.width() - m_gap, m_cell.height() - m_gap);
        image = imageOf(tile, (cell * m_tileRatio).toSize(), std::max(1, qRound(m_tileRatio)), *m_inks);
        image.setDevicePixelRatio(m_tileRatio);
    }
    return image;
}

void PartsGrid::paintCell(QPainter &painter, const PartSnapshot &part, const QRect &cell)
{
    painter.drawImage(cell.topLeft(), imageFor(tileOf(part, layoutDirection() == Qt::RightToLeft)));
    if (m_numbered)
        paintNumber(painter, part, cell);
}

void PartsGrid::paintLoudly(QPainter &painter, const QRect &cell) const
{
    const QRect large = cell.adjusted(-2, -2, 2, 2);
    painter.fillRect(large, QColor(m_inks->loudest()));
    painter.fillRect(large.adjusted(1, 1, -1, -1), QColor(m_inks->ground(PartLook::Failed)));
}

void PartsGrid::paintNumber(QPainter &painter, const PartSnapshot &part, const QRect &cell) const
{
    const QString number = countText(part.number);
    const PartLook look = lookOf(part.state);
    const bool plain = look == PartLook::Waiting || look == PartLook::Stored;
    QColor ground = m_inks->ground(look);
    if (!plain) { // a pattern is no ground for digits
        ground = palette().color(QPalette::Base);
        const int line = painter.fontMetrics().height();
        QRect plate(0, 0, painter.fontMetrics().horizontalAdvance(number) + line / 2, line);
        plate.moveCenter(cell.center());
        painter.fillRect(plate & cell.adjusted(2, 2, -2, -2), ground);
    }
    painter.setPen(readableOn(ground));
    painter.drawText(cell, Qt::AlignCenter, number);
}

void PartsGrid::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setFont(font());
    const int margin = marginOf(*this);
    if (m_parts.isEmpty()) {
        painter.setPen(mixed(palette().color(QPalette::Text), palette().color(QPalette::Base), 0.72));
        painter.drawText(viewport()->rect().adjusted(margin, margin, -margin, -margin),
                         Qt::AlignCenter | Qt::TextWordWrap,
                         tr("The parts are shown here as soon as they are planned."));
        return;
    }
    if (!m_inks)
        m_inks.emplace(palette());
    if (const double ratio = viewport()->devicePixelRatioF(); ratio != m_tileRatio) {
        m_tileRatio = ratio;
        m_tiles.clear();
    }
    const int scrolled = verticalScrollBar()->value() - margin;
    const int firstRow = std::max(0, (event->rect().top() + scrolled) / m_cell.height());
    const int lastRow = (event->rect().bottom() + scrolled) / m_cell.height();
    const int last = std::min(partCount(), (lastRow + 1) * m_columns);
    const int first = firstRow * m_columns + 1;
    for (int number = first; number <= last; ++number)
        paintCell(painter, m_parts.at(number - 1), cellRect(number));
    // Among thousands a failed one stands out of its row.
    if (m_counts.of(PartState::Failed) > 0 && m_cell.height() <= smallestPatterned)
        for (int number = first; number <= last; ++number)
            if (m_parts.at(number - 1).state == PartState::Failed)
                paintLoudly(painter, cellRect(number));
    if (m_current > 0 && hasFocus()) {
        const QRect cell = cellRect(m_current);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(palette().color(QPalette::Base));
        painter.drawRect(cell.adjusted(-1, -1, 0, 0));
        painter.setPen(palette().color(QPalette::Text));
        painter.drawRect(cell.adjusted(-2, -2, 1, 1));
        painter.drawRect(cell.adjusted(-3, -3, 2, 2));
    }
}

void PartsGrid::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void PartsGrid::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::LayoutDirectionChange) {
        m_inks.reset();
        arrange();
    }
}

} // namespace gantry
