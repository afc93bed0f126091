#include "ui/status_line.h"

#include "ui/look/glyph_mark.h"
#include "ui/look/state_colours.h"
#include "ui/model/upload_store.h"
#include "ui/text/format.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace gantry {
namespace {

QLabel *plainLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

int countOf(const QueueTotals &totals, UploadMood mood)
{
    return totals.byMood[static_cast<std::size_t>(mood)];
}

} // namespace

StatusLine::StatusLine(const UploadStore &store, QWidget *rateLimit, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_connectionSign(new GlyphMark(this))
    , m_connection(plainLabel(this))
    , m_trouble(plainLabel(this))
    , m_left(plainLabel(this))
    , m_time(plainLabel(this))
    , m_speed(plainLabel(this))
{
    auto *line = new QHBoxLayout(this);
    const int space = fontMetrics().averageCharWidth();
    line->setContentsMargins(space, space / 2, space, space / 2);
    line->setSpacing(3 * space);
    auto *connection = new QHBoxLayout;
    connection->setSpacing(space);
    connection->addWidget(m_connectionSign);
    connection->addWidget(m_connection);
    line->addLayout(connection);
    line->addWidget(m_trouble, 1);
    line->addStretch();
    line->addWidget(m_left);
    line->addWidget(m_time);
    line->addWidget(m_speed);
    line->addWidget(rateLimit);
    m_connection->setAccessibleDescription(tr("State of the connection"));
    m_speed->setAccessibleDescription(tr("Speed of all uploads"));
    m_trouble->setWordWrap(true);
    m_trouble->hide();
    colour();
    connect(&store, &UploadStore::totalsChanged, this, &StatusLine::showTotals);
    showTotals();
}

void StatusLine::setJournalTrouble(const QString &message)
{
    m_trouble->setText(message);
    m_trouble->setVisible(!message.isEmpty());
}

void StatusLine::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colour();
}

void StatusLine::colour()
{
    QPalette colours;
    colours.setColor(QPalette::WindowText, moodColour(UploadMood::Failed, palette()));
    m_trouble->setPalette(colours);
}

void StatusLine::showTotals()
{
    const QueueTotals &totals = m_store.totals();
    const int moving = countOf(totals, UploadMood::Moving);
    const int waiting = countOf(totals, UploadMood::Waiting);
    Glyph glyph = Glyph::Online;
    QString connection;
    if (totals.offline && moving == 0) {
        glyph = Glyph::Offline;
        connection = tr("Offline: continues by itself");
    } else if (totals.offline) {
        glyph = Glyph::Warning;
        connection = tr("Some destinations cannot be reached");
    } else if (moving > 0) {
        connection = tr("Uploading %n file(s)", nullptr, moving);
    } else if (waiting > 0) {
        glyph = Glyph::Waiting;
        connection = tr("%n upload(s) waiting", nullptr, waiting);
    } else {
        glyph = Glyph::Check;
        connection = tr("Nothing to send");
    }
    m_connectionSign->setGlyph(glyph);
    m_connection->setText(connection);
    m_left->setText(totals.bytesLeft > 0 ? tr("%1 left", "a size").arg(sizeText(totals.bytesLeft))
                                         : QString());
    m_time->setText(totals.bytesLeft > 0 && totals.bytesPerSecond > 0
                        ? timeLeftText(totals.bytesLeft / totals.bytesPerSecond)
                        : QString());
    m_speed->setText(speedText(totals.bytesPerSecond));
    for (QLabel *label : {m_left, m_time, m_speed})
        label->setVisible(!label->text().isEmpty());
}

} // namespace gantry
