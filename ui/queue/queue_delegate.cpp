#include "ui/queue/queue_delegate.h"

#include "ui/look/icons.h"
#include "ui/look/state_colours.h"
#include "ui/parts/parts_feed.h"
#include "ui/queue/queue_model.h"
#include "ui/text/format.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace gantry {
namespace {

bool isSelected(const QStyleOptionViewItem &option)
{
    return option.state.testFlag(QStyle::State_Selected);
}

QColor textColour(const QStyleOptionViewItem &option)
{
    return option.palette.color(isSelected(option) ? QPalette::HighlightedText : QPalette::Text);
}

// For what matters less than the rest of its row; still readable on its ground.
QColor quietColour(const QStyleOptionViewItem &option)
{
    const QColor ground = option.palette.color(isSelected(option) ? QPalette::Highlight : QPalette::Base);
    const QColor text = textColour(option);
    constexpr float share = 0.68F;
    return QColor::fromRgbF(text.redF() * share + ground.redF() * (1 - share),
                            text.greenF() * share + ground.greenF() * (1 - share),
                            text.blueF() * share + ground.blueF() * (1 - share));
}

QRect inner(const QStyleOptionViewItem &option)
{
    const int margin = option.fontMetrics.averageCharWidth();
    return option.rect.adjusted(margin, 0, -margin, 0);
}

// Where the middle of its figures is, which is not that of the line: so that bars and signs stand level.
int middleOf(const QRect &rect, const QFontMetrics &metrics)
{
    return rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent() - metrics.capHeight() / 2;
}

void paintText(QPainter *painter, const QStyleOptionViewItem &option, const QRect &rect, const QString &text,
               const QColor &colour, Qt::Alignment alignment, Qt::TextElideMode elide = Qt::ElideRight)
{
    // Names, paths and sizes run as their own letters do, whichever way the window does.
    const Qt::TextFlag run = text.isRightToLeft() ? Qt::TextForceRightToLeft : Qt::TextForceLeftToRight;
    painter->setPen(colour);
    painter->drawText(rect,
                      static_cast<int>(QStyle::visualAlignment(option.direction, alignment)) |
                          Qt::TextSingleLine | run,
                      painter->fontMetrics().elidedText(text, elide, rect.width()));
}

// Where a state's words begin, after its sign.
int textStart(const QFontMetrics &metrics)
{
    return metrics.height() + metrics.averageCharWidth() / 2 + 1;
}

} // namespace

QueueDelegate::QueueDelegate(const QueueModel &model, const PartsFeed &feed, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
    , m_feed(feed)
{}

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int line = option.fontMetrics.height();
    const int lines = m_density == Density::Roomy ? 2 : 1;
    return {0, lines * line + 2 * rowPadding(m_density, option.fontMetrics)};
}

void QueueDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    QStyleOptionViewItem ground = option;
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, painter, option.widget);

    const UploadSnapshot &upload = m_model.uploadAt(index);
    painter->save();
    painter->setClipRect(option.rect);
    painter->setFont(option.font);
    switch (static_cast<QueueColumn>(index.column())) {
    case QueueColumn::Name:
        paintName(painter, option, upload);
        break;
    case QueueColumn::Progress:
        paintBar(painter, option, upload);
        break;
    case QueueColumn::State:
        paintState(painter, option, upload);
        break;
    case QueueColumn::Size:
    case QueueColumn::Speed:
    case QueueColumn::TimeLeft:
    case QueueColumn::Destination:
    case QueueColumn::Priority:
    case QueueColumn::Added:
        paintText(painter, option, inner(option), index.data().toString(), textColour(option),
                  index.data(Qt::TextAlignmentRole).value<Qt::Alignment>());
        break;
    }
    painter->restore();
}

void QueueDelegate::paintName(QPainter *painter, const QStyleOptionViewItem &option,
                              const UploadSnapshot &upload) const
{
    const QRect rect = inner(option);
    const QString name = nameText(upload.record);
    const QString folder = folderText(upload.record);
    if (m_density == Density::Roomy && !folder.isEmpty()) {
        const int middle = rect.center().y() + 1;
        paintText(painter, option, {rect.left(), rect.top(), rect.width(), middle - rect.top()}, name,
                  textColour(option), Qt::AlignLeading | Qt::AlignBottom, Qt::ElideMiddle);
        paintText(painter, option, {rect.left(), middle, rect.width(), rect.bottom() - middle + 1}, folder,
                  quietColour(option), Qt::AlignLeading | Qt::AlignTop, Qt::ElideMiddle);
        return;
    }
    paintText(painter, option, rect, name, textColour(option), Qt::AlignLeading | Qt::AlignVCenter,
              Qt::ElideMiddle);
    const int gap = 2 * option.fontMetrics.averageCharWidth();
    const int used = option.fontMetrics.horizontalAdvance(name) + gap;
    if (folder.isEmpty() || rect.width() - used < 2 * gap)
        return;
    const QRect rest = QStyle::visualRect(option.direction, rect, rect.adjusted(used, 0, 0, 0));
    paintText(painter, option, rest, folder, quietColour(option), Qt::AlignLeading | Qt::AlignVCenter,
              Qt::ElideMiddle);
}

void QueueDelegate::paintBar(QPainter *painter, const QStyleOptionViewItem &option,
                             const UploadSnapshot &upload) const
{
    const UploadRecord &record = upload.record;
    const QRect rect = inner(option);
    const QString percent =
        percentText(progressOf(upload), record.identity.size, record.stage == Stage::Done);
    const int numberWidth = option.fontMetrics.horizontalAdvance(percentText(1, 1, true));
    const int gap = option.fontMetrics.averageCharWidth();
    const int height = std::max(6, option.fontMetrics.height() * (m_density == Density::Roomy ? 3 : 2) / 4);
    const int width = rect.width() - numberWidth - gap;
    if (width > 2 * height) {
        const QRect bar(rect.left(), middleOf(rect, option.fontMetrics) - height / 2, width, height);
        painter->setLayoutDirection(option.direction);
        m_bars.paint(painter, QStyle::visualRect(option.direction, rect, bar), upload,
                     m_feed.partsOf(record.id), m_feed.revisionOf(record.id), option.palette);
    }
    paintText(painter, option, rect, percent, textColour(option), Qt::AlignTrailing | Qt::AlignVCenter);
}

QList<QueueDelegate::Answer> QueueDelegate::answersIn(const QStyleOptionViewItem &option,
                                                      const UploadSnapshot &upload) const
{
    const QRect rect = inner(option);
    const QFontMetrics &metrics = option.fontMetrics;
    const int padding = metrics.averageCharWidth();
    const int height = std::min(rect.height() - 2, metrics.height() + padding);
    QList<Answer> answers{{Decision::StartOver, Glyph::StartOver, tr("Start over"), {}},
                          {Decision::Skip, Glyph::Skip, tr("Skip"), {}}};
    int needed = textStart(metrics) + metrics.horizontalAdvance(briefStateText(upload, m_model.nowMs()));
    for (const Answer &answer : std::as_const(answers))
        needed += metrics.horizontalAdvance(answer.text) + 3 * padding;
    const bool hasRoom = needed <= rect.width();
    int right = rect.right();
    for (auto answer = answers.rbegin(); answer != answers.rend(); ++answer) {
        if (!hasRoom) // the question itself comes first
            answer->text.clear();
        const int width = hasRoom ? metrics.horizontalAdvance(answer->text) + 2 * padding : height;
        const QRect box(right - width + 1, rect.center().y() - height / 2, width, height);
        answer->rect = QStyle::visualRect(option.direction, rect, box);
        right -= width + padding / 2;
    }
    return answers;
}

void QueueDelegate::paintState(QPainter *painter, const QStyleOptionViewItem &option,
                               const UploadSnapshot &upload) const
{
    const UploadMood mood = moodOf(upload);
    const QRect rect = inner(option);
    const int side = option.fontMetrics.height();
    const int gap = textStart(option.fontMetrics) - side;
    int free = rect.width();

    if (mood == UploadMood::NeedsYou) {
        const QList<Answer> answers = answersIn(option, upload);
        for (const Answer &answer : answers) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(
                option.palette.color(isSelected(option) ? QPalette::HighlightedText : QPalette::Mid));
            painter->setBrush(option.palette.color(QPalette::Button));
            painter->drawRoundedRect(QRectF(answer.rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
            painter->setPen(option.palette.color(QPalette::ButtonText));
            const int margin = answer.rect.height() / 5;
            if (answer.text.isEmpty())
                paintGlyph(painter, answer.rect.adjusted(margin, margin, -margin, -margin), answer.glyph,
                           option.palette.color(QPalette::ButtonText));
            else
                painter->drawText(answer.rect, Qt::AlignCenter | Qt::TextSingleLine, answer.text);
        }
        const QRect &outermost = answers.first().rect;
        free = option.direction == Qt::LeftToRight ? outermost.left() - rect.left() - gap
                                                   : rect.right() - outermost.right() - gap;
    }
    if (free < side)
        return;
    const QRect spot(rect.left(), middleOf(rect, option.fontMetrics) - side / 2, side, side);
    // Readable on a selected row, too: its highlight is a soft one.
    const QColor colour = moodColour(mood, option.palette);
    paintGlyph(painter, QStyle::visualRect(option.direction, rect, spot), glyphOf(mood), colour);
    const QRect text(rect.left() + side + gap, rect.top(), free - side - gap, rect.height());
    const bool loud = mood == UploadMood::Failed || mood == UploadMood::NeedsYou || mood == UploadMood::Done;
    paintText(painter, option, QStyle::visualRect(option.direction, rect, text),
              briefStateText(upload, m_model.nowMs()), loud ? colour : textColour(option),
              Qt::AlignLeading | Qt::AlignVCenter);
}

bool QueueDelegate::editorEvent(QEvent *event, QAbstractItemModel *, const QStyleOptionViewItem &option,
                                const QModelIndex &index)
{
    const bool press = event->type() == QEvent::MouseButtonPress;
    if (!press && event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto *mouse = static_cast<QMouseEvent *>(event);
    const UploadId id = m_model.uploadAt(index).record.id;
    const bool asks = static_cast<QueueColumn>(index.column()) == QueueColumn::State &&
                      moodOf(m_model.uploadAt(index)) == UploadMood::NeedsYou;
    std::optional<Decision> hit;
    if (asks && mouse->button() == Qt::LeftButton)
        for (const Answer &answer : answersIn(option, m_model.uploadAt(index)))
            if (answer.rect.contains(mouse->position().toPoint()))
                hit = answer.decision;
    if (press) {
        m_pressed = id;
        m_pressedAnswer = hit;
        return hit.has_value();
    }
    const bool clicked = hit && m_pressed == id && m_pressedAnswer == hit;
    m_pressedAnswer.reset();
    if (clicked)
        Q_EMIT decided(id, *hit);
    return clicked;
}

} // namespace gantry
