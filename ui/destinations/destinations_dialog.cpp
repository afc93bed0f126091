#include "ui/destinations/destinations_dialog.h"

#include "engine/core/when_done.h"
#include "ui/destinations/check_list.h"
#include "ui/destinations/destination_form.h"
#include "ui/destinations/destination_words.h"
#include "ui/destinations/question_bar.h"
#include "ui/settings/note_line.h"
#include "ui/settings/ui_settings.h"
#include "ui/text/names.h"

#include <QLayout>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>

namespace gantry {
namespace {

bool comesBefore(const DestinationSettings &a, const DestinationSettings &b)
{
    const int order = QString::localeAwareCompare(a.name, b.name);
    return order != 0 ? order < 0 : a.name < b.name;
}

} // namespace

DestinationsDialog::DestinationsDialog(Engine &engine, UiSettings &settings, QList<DestinationKind> kinds,
                                       QWidget *parent)
    : QDialog(parent)
    , m_engine(engine)
    , m_settings(settings)
    , m_kinds(std::move(kinds))
{
    setWindowTitle(tr("Destinations"));
    build();
    restoreGeometry(m_settings.bytes(UiSetting::DestinationsGeometry));
    m_across->restoreState(m_settings.bytes(UiSetting::DestinationsSplitter));
    connectAll();
    showNothing();
    read();
    readProfiles();
}

DestinationsDialog::~DestinationsDialog()
{
    m_settings.setBytes(UiSetting::DestinationsGeometry, saveGeometry());
    m_settings.setBytes(UiSetting::DestinationsSplitter, m_across->saveState());
}

void DestinationsDialog::connectAll()
{
    connect(m_list, &QListWidget::currentRowChanged, this, &DestinationsDialog::showChosen);
    connect(m_add, &QPushButton::clicked, this, [this] { showEditor(m_kinds.value(0).kind); });
    connect(m_addFirst, &QPushButton::clicked, m_add, &QPushButton::click);
    connect(m_duplicate, &QPushButton::clicked, this, &DestinationsDialog::duplicate);
    connect(m_remove, &QPushButton::clicked, this, &DestinationsDialog::askToRemove);
    connect(m_save, &QPushButton::clicked, this, [this] { save({}); });
    connect(m_test, &QPushButton::clicked, this, &DestinationsDialog::test);
    connect(m_unfinished, &QPushButton::clicked, this, [this] { Q_EMIT unfinishedWanted(m_current); });
    connect(m_close, &QPushButton::clicked, this, &DestinationsDialog::reject);
    connect(m_form, &DestinationForm::edited, this, &DestinationsDialog::edited);
    connect(&m_engine, &Engine::destinationsChanged, this, &DestinationsDialog::read);
    connect(&m_engine, &Engine::secretKeptInMemory, this,
            [this](const QString &, const QString &message) { m_keptInMemory = message; });
}

// What is there.

void DestinationsDialog::read()
{
    whenReady(this, m_engine.destinations(), [this](QList<DestinationSettings> destinations) {
        std::sort(destinations.begin(), destinations.end(), comesBefore);
        const DestinationSettings *before = stored(m_current);
        const std::optional<DestinationSettings> shown =
            before == nullptr ? std::nullopt : std::optional(*before);
        m_destinations = std::move(destinations);
        m_isRead = true;
        showList();
        const DestinationSettings *now = stored(m_current);
        if (m_wanted) {
            edit(*std::exchange(m_wanted, std::nullopt));
        } else if (m_pages->currentWidget() == m_nothing || (!m_current.isEmpty() && now == nullptr)) {
            if (!hasUnsavedChanges())
                showStored(m_destinations.isEmpty() ? QString() : m_destinations.first().name);
        } else if (now != nullptr && shown && *now != *shown && !m_isBusy && !hasUnsavedChanges()) {
            showStored(m_current); // changed from elsewhere
        }
    });
}

void DestinationsDialog::readProfiles()
{
    whenReady(this, m_engine.credentialProfiles(), [this](const Expected<QStringList> &profiles) {
        m_form->setProfiles(profiles.value_or(QStringList()),
                            profiles ? QString() : profiles.error().message);
    });
}

void DestinationsDialog::showList()
{
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const DestinationSettings &destination : std::as_const(m_destinations)) {
        const QString name = destination.name.simplified();
        auto *item = new QListWidgetItem(icon(Glyph::Destination),
                                         tr("%1\n%2", "name of a destination, below it its kind")
                                             .arg(name, kindText(destination.kind, m_kinds)),
                                         m_list);
        item->setData(Qt::AccessibleTextRole, tr("%1, %2", "name of a destination, its kind")
                                                  .arg(embedded(name), kindText(destination.kind, m_kinds)));
        if (destination.name == m_current)
            m_list->setCurrentItem(item);
    }
    showAbilities();
}

const DestinationSettings *DestinationsDialog::stored(const QString &name) const
{
    for (const DestinationSettings &destination : m_destinations)
        if (destination.name == name)
            return &destination;
    return nullptr;
}

QString DestinationsDialog::freeName(const QString &wanted) const
{
    QString name = wanted;
    for (int number = 2; stored(name) != nullptr; ++number)
        name = tr("%1 %2", "a name and a number that tells it from another").arg(wanted).arg(number);
    return name;
}

// What is shown.

void DestinationsDialog::showChosen(int row)
{
    if (row < 0 || row >= m_destinations.size() || m_destinations.at(row).name == m_current)
        return;
    edit(m_destinations.at(row).name);
}

void DestinationsDialog::edit(const QString &name)
{
    if (!m_isRead || stored(name) == nullptr) {
        m_wanted = name;
        return;
    }
    if (name != m_current)
        leave([this, name] { showStored(name); });
}

void DestinationsDialog::showEditor(const QString &kind)
{
    DestinationSettings settings;
    settings.kind = kind;
    leave([this, settings] { showNew(settings); });
}

void DestinationsDialog::showNew(const DestinationSettings &settings)
{
    QStringList taken;
    for (const DestinationSettings &destination : std::as_const(m_destinations))
        taken.append(destination.name);
    m_current.clear();
    m_title->setText(tr("New destination"));
    m_form->showNew(settings, taken);
    m_pages->setCurrentWidget(m_editor);
    m_scroll->verticalScrollBar()->setValue(0);
    m_question->withdraw();
    m_message->clear();
    forgetResults();
    showList();
    m_form->goToFirst();
}

void DestinationsDialog::showStored(const QString &name)
{
    const DestinationSettings *settings = stored(name);
    if (settings == nullptr) {
        showNothing();
        return;
    }
    m_current = name;
    m_title->setText(name.simplified());
    fillForm(*settings);
    m_pages->setCurrentWidget(m_editor);
    m_scroll->verticalScrollBar()->setValue(0);
    m_question->withdraw();
    m_message->clear();
    forgetResults();
    showList();
}

void DestinationsDialog::fillForm(const DestinationSettings &settings)
{
    m_form->showStored(settings);
    whenReady(this, m_engine.keptSecrets(settings.name),
              [this, name = settings.name](const std::optional<QStringList> &names) {
                  if (m_current != name)
                      return;
                  m_form->setKeptSecrets(names);
                  showAbilities(); // what was ticked meanwhile may have gone
              });
}

void DestinationsDialog::showNothing()
{
    m_current.clear();
    m_question->withdraw();
    forgetResults();
    m_pages->setCurrentWidget(m_nothing);
    showList();
}

void DestinationsDialog::showAbilities()
{
    const bool isEditing = m_pages->currentWidget() == m_editor;
    const bool isDirty = hasUnsavedChanges();
    m_duplicate->setEnabled(!m_current.isEmpty() && !m_isBusy);
    m_remove->setEnabled(!m_current.isEmpty() && !m_isBusy);
    m_save->setEnabled(isEditing && isDirty && !m_isBusy);
    m_test->setEnabled(isEditing && !m_isBusy && !m_checks->isRunning() && (isDirty || !m_current.isEmpty()));
    const DestinationSettings *now = stored(m_current);
    m_unfinished->setVisible(
        now != nullptr && std::any_of(m_kinds.cbegin(), m_kinds.cend(), [now](const DestinationKind &kind) {
            return kind.kind == now->kind && kind.listsUnfinished;
        }));
    m_test->setText(isDirty ? tr("Save and &test") : tr("&Test connection"));
}

void DestinationsDialog::edited()
{
    m_message->clear();
    m_question->withdraw();
    forgetResults();
    showAbilities();
}

void DestinationsDialog::forgetResults()
{
    ++m_testRun;
    m_checks->clear();
}

// What changes.

bool DestinationsDialog::hasUnsavedChanges() const
{
    return m_pages->currentWidget() == m_editor && m_form->isDirty();
}

void DestinationsDialog::leave(const Then &next)
{
    if (!hasUnsavedChanges()) {
        next();
        return;
    }
    showList(); // the choice goes back to what is still shown
    const QString name = m_current.isEmpty() ? tr("the new destination") : m_current.simplified();
    m_question->ask(
        tr("Save the changes to %1?").arg(embedded(name)),
        {{tr("&Save"), [this, next] { save(next); }}, {tr("&Discard"), next}, {tr("&Keep editing"), {}}});
}

void DestinationsDialog::save(const Then &next)
{
    m_question->withdraw();
    if (!m_form->check())
        return;
    m_message->clear();
    m_isBusy = true;
    showAbilities();
    const DestinationSettings settings = m_form->settings();
    whenDone(this, m_engine.putDestination(settings, m_form->secrets()),
             [this, settings, next](const std::optional<Expected<void>> &put) {
                 m_isBusy = false;
                 if (put && *put)
                     saved(settings, next);
                 else
                     m_message->say(NoteLine::Tone::Problem,
                                    put ? put->error().message : tr("The program is about to end."));
                 showAbilities();
             });
}

void DestinationsDialog::saved(const DestinationSettings &settings, const Then &next)
{
    // Known here already, so that reading them again finds nothing that somebody else has changed.
    m_destinations.removeIf(
        [&settings](const DestinationSettings &each) { return each.name == settings.name; });
    m_destinations.insert(
        std::lower_bound(m_destinations.begin(), m_destinations.end(), settings, comesBefore), settings);
    m_current = settings.name;
    m_title->setText(settings.name.simplified());
    fillForm(settings);
    showList();
    if (m_keptInMemory.isEmpty())
        m_message->say(NoteLine::Tone::Good, tr("Saved."));
    else
        m_message->say(NoteLine::Tone::Warning, std::exchange(m_keptInMemory, {}));
    Q_EMIT destinationSaved(settings.name);
    if (next)
        next();
}

void DestinationsDialog::duplicate()
{
    leave([this] {
        if (const DestinationSettings *original = stored(m_current)) {
            DestinationSettings copy = *original;
            copy.name =
                freeName(tr("%1 copy", "the name of a copied destination").arg(original->name.simplified()));
            showNew(copy);
            m_message->say(NoteLine::Tone::Info, tr("Secrets are not copied: type them again."));
        }
    });
}

void DestinationsDialog::askToRemove()
{
    const QString name = m_current;
    m_message->clear();
    m_question->ask(tr("Remove %1? Its stored secrets go too. What was uploaded there stays there.")
                        .arg(embedded(name.simplified())),
                    {{tr("&Remove"), [this, name] { remove(name); }}, {tr("&Keep it"), {}}});
}

void DestinationsDialog::remove(const QString &name)
{
    m_isBusy = true;
    showAbilities();
    whenDone(this, m_engine.removeDestination(name),
             [this, name](const std::optional<Expected<void>> &removed) {
                 m_isBusy = false;
                 if (removed && *removed && m_current == name)
                     showNothing(); // until the list is read again
                 else if (!removed || !*removed)
                     m_message->say(NoteLine::Tone::Problem,
                                    removed ? removed->error().message : tr("The program is about to end."));
                 read();
                 showAbilities();
             });
}

void DestinationsDialog::test()
{
    if (hasUnsavedChanges())
        save([this] { runTest(); });
    else
        runTest();
}

void DestinationsDialog::runTest()
{
    m_message->clear();
    forgetResults();
    m_checks->setRunning(m_current.simplified());
    showAbilities();
    revealResults();
    whenDone(this, m_engine.testDestination(m_current),
             [this, run = m_testRun](const std::optional<Expected<QList<CheckLine>>> &lines) {
                 if (run != m_testRun)
                     return;
                 if (lines && *lines)
                     m_checks->setLines(**lines);
                 else
                     m_checks->setFailure(
                         lines ? lines->error().message
                               : tr("The test was interrupted, because the destination was changed. "
                                    "Test again."));
                 revealResults();
                 showAbilities();
             });
}

void DestinationsDialog::revealResults()
{
    // Laid out now, not when the event loop comes to it: until then nobody knows how tall they are.
    QWidget *content = m_scroll->widget();
    content->layout()->activate();
    const int height = std::max(content->heightForWidth(content->width()), content->sizeHint().height());
    content->resize(content->width(), std::max(height, m_scroll->viewport()->height()));
    m_scroll->verticalScrollBar()->setValue(m_checks->y());
}

void DestinationsDialog::reject()
{
    leave([this] { QDialog::reject(); });
}

} // namespace gantry
