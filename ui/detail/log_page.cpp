#include "ui/detail/log_page.h"

#include "ui/detail/event_log.h"
#include "ui/look/icons.h"
#include "ui/text/format.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>

namespace gantry {
namespace {

QString lineOf(const LoggedEvent &event)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const bool today = QDateTime::fromMSecsSinceEpoch(event.atMs).date() == QDate::currentDate();
    return QStringLiteral("%1  %2").arg(today ? clockText(event.atMs) : momentText(event.atMs, now),
                                        event.text);
}

} // namespace

LogPage::LogPage(const EventLog &log, QWidget *parent)
    : QWidget(parent)
    , m_log(log)
    , m_text(new QPlainTextEdit(this))
    , m_copy(new QPushButton(icon(Glyph::Copy), tr("&Copy all"), this))
{
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setTabChangesFocus(true);
    m_text->setUndoRedoEnabled(false);
    m_text->setMaximumBlockCount(static_cast<int>(EventLog::mostPerUpload));
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setPlaceholderText(tr("Nothing has happened to this upload since the program started."));
    m_text->setAccessibleName(tr("Log of this upload"));
    const int space = fontMetrics().averageCharWidth();
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(space, space / 2, space, space / 2);
    foot->addStretch();
    foot->addWidget(m_copy);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_text, 1);
    column->addLayout(foot);
    setFocusProxy(m_text);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
    connect(&log, &EventLog::added, this, [this](UploadId id, const LoggedEvent &event) {
        if (id == m_id && isVisible())
            append(event);
        else if (id == m_id)
            m_stale = true;
    });
    reload();
}

void LogPage::setUpload(std::optional<UploadId> id)
{
    m_id = id;
    m_stale = true;
    if (isVisible())
        reload();
}

void LogPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        reload();
}

void LogPage::reload()
{
    m_stale = false;
    QStringList lines;
    const QList<LoggedEvent> events = m_id ? m_log.eventsOf(*m_id) : QList<LoggedEvent>();
    for (const LoggedEvent &event : events)
        lines.append(lineOf(event));
    m_text->setPlainText(lines.join(QLatin1Char('\n')));
    m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->maximum());
    m_copy->setEnabled(!lines.isEmpty());
}

// Scrolls along only if the end was in sight, as appendPlainText() does.
void LogPage::append(const LoggedEvent &event)
{
    m_text->appendPlainText(lineOf(event));
    m_copy->setEnabled(true);
}

} // namespace gantry
