#include "ui/destinations/unfinished_dialog.h"

#include "engine/core/when_done.h"
#include "engine/scheduling/engine.h"
#include "ui/destinations/question_bar.h"
#include "ui/look/first_size.h"
#include "ui/look/icons.h"
#include "ui/settings/note_line.h"
#include "ui/text/format.h"
#include "ui/text/names.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTreeView>

#include <algorithm>
#include <numeric>

namespace gantry {
namespace {

enum Column { Name, Size, Parts, Begun, Initiator, ColumnCount };

constexpr int sortRole = Qt::UserRole;
constexpr int placeRole = Qt::UserRole + 1;
constexpr int usualDays = 7;

QStandardItem *cell(const QString &text, const QVariant &sortedBy, Qt::Alignment alignment = Qt::AlignLeading)
{
    auto *item = new QStandardItem(text);
    item->setData(sortedBy, sortRole);
    item->setTextAlignment(alignment | Qt::AlignVCenter);
    item->setEditable(false);
    return item;
}

QString stoppedText()
{
    return UnfinishedDialog::tr("The program is about to end.");
}

} // namespace

UnfinishedDialog::UnfinishedDialog(Engine &engine, QString destination, QWidget *parent)
    : QDialog(parent)
    , m_engine(engine)
    , m_destination(std::move(destination))
{
    setWindowTitle(tr("Unfinished uploads at %1").arg(embedded(m_destination.simplified())));
    build();
    look();
}

void UnfinishedDialog::build()
{
    const QFontMetrics metrics = fontMetrics();
    QLabel *words =
        plainLabel(tr("Begun there, never completed, and continued by no upload of this queue. What is "
                      "stored of them takes room, and is paid for, until somebody ends them. Another "
                      "workstation may be sending to one of them right now."));

    m_model = new QStandardItemModel(0, ColumnCount, this);
    m_model->setSortRole(sortRole);
    m_model->setHorizontalHeaderLabels(
        {tr("Name"), tr("Stored"), tr("Parts"), tr("Begun"), tr("By", "who began it")});
    for (const Column column : {Size, Parts})
        m_model->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    m_list = new QTreeView;
    m_list->setModel(m_model);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setAlternatingRowColors(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setTabKeyNavigation(false);
    m_list->setSortingEnabled(true);
    m_list->sortByColumn(Begun, Qt::AscendingOrder); // the oldest is the likeliest to be forgotten
    m_list->setAccessibleName(tr("Unfinished uploads"));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(Name, QHeaderView::Stretch);
    for (const Column column : {Size, Parts, Begun, Initiator})
        m_list->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_nothing = plainLabel();
    m_nothing->setAlignment(Qt::AlignCenter);
    m_question = new QuestionBar;
    m_busy = new QProgressBar;
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setMaximumHeight(metrics.height() / 2);
    m_message = new NoteLine;

    m_look = new QPushButton(icon(Glyph::Retry), tr("&Look again"));
    m_continue = new QPushButton(icon(Glyph::AddFiles), tr("&Continue with its file…"));
    m_end = new QPushButton(icon(Glyph::Remove), tr("&End…"));
    auto *close = new QPushButton(tr("C&lose"));
    auto *buttons = new QHBoxLayout;
    for (QPushButton *each : {m_look, m_continue, m_end}) {
        each->setAutoDefault(false);
        buttons->addWidget(each);
    }
    close->setAutoDefault(false);
    buttons->addStretch();
    buttons->addWidget(close);

    auto *whole = new QVBoxLayout(this);
    whole->addWidget(words);
    whole->addWidget(buildRule());
    whole->addWidget(m_list, 1);
    whole->addWidget(m_nothing, 1);
    whole->addWidget(m_question);
    whole->addWidget(m_busy);
    whole->addWidget(m_message);
    whole->addLayout(buttons);
    resizeWithinScreen(this, {92 * metrics.averageCharWidth(), 28 * metrics.height()});

    connect(m_look, &QPushButton::clicked, this, &UnfinishedDialog::look);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_end, &QPushButton::clicked, this, &UnfinishedDialog::askToEnd);
    connect(m_continue, &QPushButton::clicked, this,
            [this] { Q_EMIT continueWanted(m_destination, chosen().value(0)); });
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_question->withdraw();
        showAbilities();
    });
}

QWidget *UnfinishedDialog::buildRule()
{
    m_rule = new NoteLine;
    m_days = new QSpinBox;
    m_days->setRange(1, longestAbortDays);
    m_days->setValue(usualDays);
    auto *days = new QLabel(tr("&Days until the store ends them:"));
    days->setBuddy(m_days);
    m_setRule = new QPushButton(tr("&Set rule"));
    m_setRule->setAutoDefault(false);
    m_ruleEditor = new QWidget;
    auto *line = new QHBoxLayout(m_ruleEditor);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(days);
    line->addWidget(m_days);
    line->addWidget(m_setRule);
    line->addStretch();
    m_ruleEditor->hide();
    auto *both = new QWidget;
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_rule);
    column->addWidget(m_ruleEditor);
    connect(m_setRule, &QPushButton::clicked, this, &UnfinishedDialog::setRule);
    return both;
}

void UnfinishedDialog::look()
{
    m_question->withdraw();
    m_message->clear();
    m_nothing->clear(); // not known until the answer is there
    m_isBusy = true;
    showAbilities();
    lookAtRule();
    whenDone(this, m_engine.orphans(m_destination),
             [this](const std::optional<Expected<QList<Orphan>>> &found) {
                 m_isBusy = false;
                 if (found && *found)
                     fill(**found);
                 else
                     m_message->say(NoteLine::Tone::Problem, found ? found->error().message : stoppedText());
                 showAbilities();
             });
}

void UnfinishedDialog::fill(const QList<Orphan> &orphans)
{
    m_orphans = orphans;
    m_model->removeRows(0, m_model->rowCount());
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (qsizetype place = 0; place < orphans.size(); ++place) {
        const Orphan &orphan = orphans.at(place);
        const QList<QStandardItem *> row{cell(orphan.name.simplified(), orphan.name),
                                         cell(orphan.size ? sizeText(*orphan.size) : QString(),
                                              orphan.size.value_or(-1), Qt::AlignTrailing),
                                         cell(orphan.parts ? countText(*orphan.parts) : QString(),
                                              orphan.parts.value_or(-1), Qt::AlignTrailing),
                                         cell(momentText(orphan.begunMs, now), orphan.begunMs),
                                         cell(orphan.initiator.simplified(), orphan.initiator)};
        row.first()->setData(place, placeRole);
        row.first()->setToolTip(
            literalToolTip(tr("%1\nUpload ID: %2").arg(embeddedPath(orphan.key), orphan.id)));
        m_model->appendRow(row);
    }
    m_model->sort(m_list->header()->sortIndicatorSection(), m_list->header()->sortIndicatorOrder());
    m_nothing->setText(tr("Nothing is unfinished there but what this queue continues."));
}

void UnfinishedDialog::showAbilities()
{
    const qsizetype many = chosen().size();
    m_list->setVisible(m_model->rowCount() > 0);
    m_nothing->setVisible(m_model->rowCount() == 0);
    m_busy->setVisible(m_isBusy);
    m_look->setEnabled(!m_isBusy);
    m_continue->setEnabled(!m_isBusy && many == 1);
    m_end->setEnabled(!m_isBusy && many > 0);
    m_setRule->setEnabled(!m_isBusy);
}

QList<Orphan> UnfinishedDialog::chosen() const
{
    QList<Orphan> chosen;
    const QModelIndexList rows = m_list->selectionModel()->selectedRows(Name);
    for (const QModelIndex &row : rows)
        chosen.append(m_orphans.value(row.data(placeRole).toLongLong()));
    return chosen;
}

void UnfinishedDialog::lookAtRule()
{
    whenDone(this, m_engine.lifecycle(m_destination),
             [this](const std::optional<Expected<LifecycleState>> &state) {
                 if (state && *state)
                     showRule(**state);
                 else if (state) // a store without such rules is none that does not work
                     m_rule->say(NoteLine::Tone::Info, state->error().message);
             });
}

void UnfinishedDialog::showRule(const LifecycleState &state)
{
    if (state.abortAfterDays) {
        m_rule->say(NoteLine::Tone::Good, tr("The store itself ends them %n day(s) after they were begun.",
                                             nullptr, *state.abortAfterDays));
        m_days->setValue(*state.abortAfterDays);
    } else {
        m_rule->say(NoteLine::Tone::Warning,
                    tr("No rule of the bucket ends unfinished uploads: they stay until somebody does."));
    }
    m_ruleEditor->show();
}

void UnfinishedDialog::setRule()
{
    m_isBusy = true;
    showAbilities();
    whenDone(this, m_engine.setLifecycle(m_destination, m_days->value()),
             [this](const std::optional<Expected<LifecycleState>> &state) {
                 m_isBusy = false;
                 if (state && *state)
                     showRule(**state);
                 else
                     m_message->say(NoteLine::Tone::Problem, state ? state->error().message : stoppedText());
                 showAbilities();
             });
}

void UnfinishedDialog::askToEnd()
{
    const QList<Orphan> meant = chosen();
    m_message->clear();
    const qint64 bytes =
        std::accumulate(meant.begin(), meant.end(), qint64(0),
                        [](qint64 sum, const Orphan &each) { return sum + each.size.value_or(0); });
    const QString what = meant.size() == 1
                             ? tr("End the upload of %1?").arg(embedded(meant.first().name.simplified()))
                             : tr("End %n unfinished upload(s)?", nullptr, static_cast<int>(meant.size()));
    m_question->ask(tr("%1 What is stored of it, %2, is lost; whoever still sends has to begin again.",
                       "a question, a size")
                        .arg(what, sizeText(bytes)),
                    {{tr("&End"), [this, meant] { end(meant); }}, {tr("&Keep"), {}}});
}

void UnfinishedDialog::end(const QList<Orphan> &chosen)
{
    m_isBusy = true;
    showAbilities();
    whenDone(this, m_engine.abortOrphans(m_destination, chosen),
             [this](const std::optional<Expected<void>> &ended) {
                 m_isBusy = false;
                 look();
                 if (!ended || !*ended)
                     m_message->say(NoteLine::Tone::Warning, ended ? ended->error().message : stoppedText());
             });
}

} // namespace gantry
