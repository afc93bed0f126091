#include "ui/detail/detail_pane.h"

#include "ui/detail/decision_bar.h"
#include "ui/detail/elided_label.h"
#include "ui/detail/event_log.h"
#include "ui/detail/facts_page.h"
#include "ui/detail/log_page.h"
#include "ui/detail/parts_grid.h"
#include "ui/detail/parts_page.h"
#include "ui/detail/speed_plot.h"
#include "ui/look/leading.h"
#include "ui/model/upload_store.h"
#include "ui/parts/parts_feed.h"
#include "ui/text/format.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QTabWidget>

#include <algorithm>
#include <chrono>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto refreshPeriod = 250ms;

} // namespace

DetailPane::DetailPane(const UploadStore &store, PartsFeed &feed, const EventLog &log, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_feed(feed)
    , m_history(store)
    , m_content(new QWidget)
    , m_nothing(new QLabel)
    , m_question(new DecisionBar)
    , m_tabs(new QTabWidget)
    , m_parts(new PartsPage)
    , m_speed(new SpeedPlot(m_history))
    , m_log(new LogPage(log))
    , m_facts(new FactsPage)
{
    m_nothing->setText(tr("Choose an upload to see its parts, its speed and its log."));
    m_nothing->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Facts about the upload"));
    m_tabs->addTab(m_parts, tr("&Parts"));
    m_tabs->addTab(m_speed, tr("&Speed"));
    m_tabs->addTab(m_log, tr("&Log"));
    m_tabs->addTab(m_facts, tr("&Details"));
    auto *inside = new QVBoxLayout(m_content);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(0);
    inside->addWidget(m_question);
    inside->addWidget(buildHead());
    inside->addWidget(m_tabs, 1);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_content);
    whole->addWidget(m_nothing);

    m_refresh.setSingleShot(true);
    m_refresh.setInterval(refreshPeriod);
    connect(&m_refresh, &QTimer::timeout, this, &DetailPane::refresh);
    connect(&store, &UploadStore::changed, this, [this](const QList<int> &rows) {
        if (m_id && std::binary_search(rows.begin(), rows.end(), m_store.rowOf(*m_id)))
            refreshSoon();
    });
    connect(&store, &UploadStore::appended, this, &DetailPane::refreshSoon);
    connect(&store, &UploadStore::removed, this, [this](const QList<UploadId> &ids) {
        for (const UploadId each : ids)
            m_retries.remove(each);
        refreshSoon();
    });
    connect(&feed, &PartsFeed::partsChanged, this, [this](UploadId id) {
        noteRetries(id); // whatever is in sight: it may be looked at later
        if (id == m_id)
            refreshSoon();
    });
    connect(&m_history, &SpeedHistory::sampled, this, [this] {
        // Words that count seconds.
        if (const UploadSnapshot *upload = m_id ? m_store.find(*m_id) : nullptr;
            upload != nullptr && upload->retryAtMs > 0)
            refreshSoon();
    });
    connect(m_tabs, &QTabWidget::currentChanged, this, &DetailPane::refresh);
    connect(m_question, &DecisionBar::answered, this, [this](Decision decision) {
        if (m_id)
            Q_EMIT decided(*m_id, decision);
    });
    refresh();
}

QWidget *DetailPane::buildHead()
{
    auto *head = new QWidget;
    m_chosen = new ElidedLabel;
    m_chosen->setForegroundRole(QPalette::PlaceholderText);
    m_chosen->hide();
    m_name = new ElidedLabel;
    m_state = new QLabel;
    m_percent = new QLabel;
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    m_name->setFont(strong);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_percent->setTextFormat(Qt::PlainText);
    m_percent->setForegroundRole(QPalette::PlaceholderText);
    auto *line = new QHBoxLayout(head);
    const int space = fontMetrics().averageCharWidth();
    line->setContentsMargins(2 * space, space / 2, 2 * space, space / 2);
    line->setSpacing(2 * space);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_chosen);
    words->addWidget(m_name);
    words->addWidget(m_state);
    line->addLayout(words, 1);
    line->addWidget(m_percent, 0, Qt::AlignVCenter);
    sizeFigure();
    return head;
}

// Larger than the rest, in any font.
void DetailPane::sizeFigure()
{
    QFont large = font();
    constexpr qreal larger = 1.6;
    if (large.pointSizeF() > 0)
        large.setPointSizeF(large.pointSizeF() * larger);
    m_percent->setFont(large);
}

void DetailPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_percent != nullptr)
        sizeFigure();
}

void DetailPane::setUpload(std::optional<UploadId> id)
{
    if (id == m_id)
        return;
    m_id = id;
    m_log->setUpload(id);
    m_speed->setUpload(id);
    m_parts->grid().clear();
    watchParts();
    refresh();
}

void DetailPane::setChosen(qsizetype count, qint64 bytes)
{
    //: Above the name of one of them, with its details. %1 is a size.
    m_chosen->setText(tr("%Ln upload(s) chosen, %1 in all. One of them:", nullptr, static_cast<int>(count))
                          .arg(sizeText(bytes)));
    m_chosen->setVisible(count > 1);
}

int DetailPane::tab() const
{
    return m_tabs->currentIndex();
}

void DetailPane::setTab(int tab)
{
    if (tab >= 0 && tab < m_tabs->count())
        m_tabs->setCurrentIndex(tab);
}

void DetailPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    watchParts();
    refresh();
}

void DetailPane::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_feed.watch(this, {});
}

void DetailPane::watchParts()
{
    m_feed.watch(this, m_id && isVisible() ? QSet<UploadId>{*m_id} : QSet<UploadId>());
}

void DetailPane::noteRetries(UploadId id)
{
    const QList<PartSnapshot> *parts = m_feed.partsOf(id);
    if (parts == nullptr)
        return;
    int retries = 0;
    for (const PartSnapshot &part : *parts)
        retries += std::max(0, part.attempts - 1);
    const auto before = m_retries.constFind(id);
    if (before != m_retries.constEnd() && retries > *before)
        m_history.noteRetry(id);
    m_retries.insert(id, retries);
}

void DetailPane::refreshSoon()
{
    if (!m_refresh.isActive() && isVisible())
        m_refresh.start();
}

void DetailPane::refresh()
{
    const UploadSnapshot *upload = m_id ? m_store.find(*m_id) : nullptr;
    m_content->setVisible(upload != nullptr);
    m_nothing->setVisible(upload == nullptr);
    // The focus would go by way of this pane to tabs that nobody sees.
    setFocusProxy(upload != nullptr ? m_tabs : nullptr);
    if (upload == nullptr)
        return;
    const UploadRecord &record = upload->record;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const bool asks = record.stage == Stage::NeedsDecision;
    const QString state = stateText(*upload, now);
    m_name->setText(nameText(record));
    m_state->setAlignment(leadingIn(*this));
    m_state->setText(asks ? stageText(record.stage) : state);
    m_percent->setText(percentText(progressOf(*upload), record.identity.size, record.stage == Stage::Done));
    m_percent->setToolTip(
        tr("%1 of %2 stored", "sizes").arg(sizeText(record.bytesStored), sizeText(record.identity.size)));
    if (asks)
        m_question->ask(state);
    m_question->setVisible(asks);
    if (m_tabs->currentWidget() == m_parts)
        refreshParts(*upload);
    if (m_tabs->currentWidget() == m_facts)
        m_facts->setUpload(*upload, now);
}

void DetailPane::refreshParts(const UploadSnapshot &upload)
{
    const QList<PartSnapshot> *parts = m_feed.partsOf(upload.record.id);
    const std::optional<Failure> trouble = upload.trouble ? upload.trouble : upload.record.error;
    m_parts->grid().setParts(parts != nullptr ? *parts : QList<PartSnapshot>(),
                             trouble ? trouble->message : QString());
}

} // namespace gantry
