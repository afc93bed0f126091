#include "ui/detail/detail_pane.h"

#include "ui/detail/event_log.h"
#include "ui/detail/facts_page.h"
#include "ui/detail/log_page.h"
#include "ui/detail/parts_grid.h"
#include "ui/detail/parts_page.h"
#include "ui/detail/speed_page.h"
#include "ui/look/icons.h"
#include "ui/model/upload_store.h"
#include "ui/parts/parts_feed.h"
#include "ui/text/format.h"

#include <QDateTime>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QTabWidget>

#include <chrono>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto refreshPeriod = 250ms;

QLabel *plainLabel()
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

DetailPane::DetailPane(const UploadStore &store, PartsFeed &feed, const EventLog &log, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_feed(feed)
    , m_history(store)
    , m_content(new QWidget)
    , m_nothing(plainLabel())
    , m_tabs(new QTabWidget)
    , m_parts(new PartsPage)
    , m_speed(new SpeedPage(m_history))
    , m_log(new LogPage(log))
    , m_facts(new FactsPage)
{
    m_nothing->setText(tr("Choose an upload to see its parts"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_parts, tr("&Parts"));
    m_tabs->addTab(m_speed, tr("&Speed"));
    m_tabs->addTab(m_log, tr("&Log"));
    m_tabs->addTab(m_facts, tr("&Details"));
    auto *inside = new QVBoxLayout(m_content);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(0);
    inside->addWidget(buildHead());
    inside->addWidget(m_question = buildQuestion());
    inside->addWidget(m_tabs, 1);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_content);
    whole->addWidget(m_nothing);
    setFocusProxy(m_tabs);

    m_refresh.setSingleShot(true);
    m_refresh.setInterval(refreshPeriod);
    connect(&m_refresh, &QTimer::timeout, this, &DetailPane::refresh);
    connect(&store, &UploadStore::changed, this, [this](const QList<int> &rows) {
        if (m_id && rows.contains(m_store.rowOf(*m_id)))
            refreshSoon();
    });
    connect(&feed, &PartsFeed::partsChanged, this, [this](UploadId id) {
        if (id == m_id)
            refreshSoon();
    });
    connect(m_tabs, &QTabWidget::currentChanged, this, &DetailPane::refresh);
    setUpload({});
}

QWidget *DetailPane::buildHead()
{
    auto *head = new QWidget;
    m_name = plainLabel();
    m_state = plainLabel();
    m_percent = plainLabel();
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    m_name->setFont(strong);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state->setWordWrap(true);
    m_percent->setForegroundRole(QPalette::PlaceholderText);
    auto *line = new QHBoxLayout(head);
    const int space = fontMetrics().averageCharWidth();
    line->setContentsMargins(space, space / 2, space, space / 2);
    line->setSpacing(2 * space);
    line->addWidget(m_name);
    line->addWidget(m_state, 1);
    line->addWidget(m_percent);
    return head;
}

QFrame *DetailPane::buildQuestion()
{
    auto *bar = new QFrame;
    bar->setFrameShape(QFrame::StyledPanel);
    bar->setAutoFillBackground(true);
    bar->setBackgroundRole(QPalette::ToolTipBase);
    auto *line = new QHBoxLayout(bar);
    auto *sign = new QLabel;
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    sign->setPixmap(icon(Glyph::NeedsYou).pixmap(QSize(side, side), devicePixelRatioF()));
    line->addWidget(sign);
    m_questionText = plainLabel();
    m_questionText->setWordWrap(true);
    m_questionText->setForegroundRole(QPalette::ToolTipText);
    line->addWidget(m_questionText, 1);
    const auto answer = [&](const QString &text, Decision decision) {
        auto *button = new QPushButton(text);
        connect(button, &QPushButton::clicked, this, [this, decision] {
            if (m_id)
                Q_EMIT decided(*m_id, decision);
        });
        line->addWidget(button);
    };
    answer(tr("Start &over"), Decision::StartOver);
    answer(tr("S&kip"), Decision::Skip);
    return bar;
}

void DetailPane::setUpload(std::optional<UploadId> id)
{
    if (id && id == m_id)
        return;
    m_id = id;
    m_log->setUpload(id);
    m_speed->setUpload(id);
    m_parts->grid().clear();
    watchParts();
    refresh();
}

int DetailPane::tab() const
{
    return m_tabs->currentIndex();
}

void DetailPane::setTab(int tab)
{
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
    if (upload == nullptr)
        return;
    const UploadRecord &record = upload->record;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const bool asks = record.stage == Stage::NeedsDecision;
    m_name->setText(nameText(record));
    m_state->setText(asks ? QString() : stateText(*upload, now));
    m_percent->setText(
        tr("%1 of %2 stored (%3)")
            .arg(sizeText(record.bytesStored), sizeText(record.identity.size),
                 percentText(record.bytesStored, record.identity.size, record.stage == Stage::Done)));
    m_question->setVisible(asks);
    m_questionText->setText(stateText(*upload, now));
    if (m_tabs->currentWidget() == m_facts)
        m_facts->show(*upload, now);
    if (m_tabs->currentWidget() == m_parts) {
        const QList<PartSnapshot> *parts = m_feed.partsOf(*m_id);
        m_parts->grid().setParts(parts != nullptr ? *parts : QList<PartSnapshot>(),
                                 upload->trouble ? upload->trouble->message : QString());
    }
}

} // namespace gantry
