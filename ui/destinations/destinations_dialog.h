// The destinations: a list, and beside it the editor of the chosen one. Never modal; nothing waits for it.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/scheduling/engine.h"

#include <QDialog>

#include <functional>
#include <optional>

class QLabel;
class QListWidget;
class QPushButton;
class QScrollArea;
class QSplitter;
class QStackedWidget;

namespace gantry {

class CheckList;
class DestinationForm;
class NoteLine;
class QuestionBar;
class UiSettings;

class DestinationsDialog : public QDialog
{
    Q_OBJECT

public:
    // Reads the engine's destinations at once; the engine has to be started.
    DestinationsDialog(Engine &engine, UiSettings &settings, QList<DestinationKind> kinds,
                       QWidget *parent = nullptr);
    ~DestinationsDialog() override; // remembers its size

    // A new destination of that kind. Unsaved changes are asked about first; so for edit().
    void showEditor(const QString &kind);
    // The destination of that name, as soon as it is known to be there.
    void edit(const QString &name);

    bool hasUnsavedChanges() const;

public Q_SLOTS:
    void reject() override; // asks first, if there are unsaved changes

Q_SIGNALS:
    void destinationSaved(const QString &name);
    void unfinishedWanted(const QString &name); // what is unfinished there

private:
    using Then = std::function<void()>;

    void build();
    QWidget *buildList();
    QWidget *buildNothing();
    QWidget *buildEditor();
    void connectAll();

    void read();
    void readProfiles();
    void showList();
    void showChosen(int row);
    void showNew(const DestinationSettings &settings);
    void showStored(const QString &name);
    void fillForm(const DestinationSettings &settings);
    void showNothing();
    const DestinationSettings *stored(const QString &name) const;
    QString freeName(const QString &wanted) const;

    void leave(const Then &next); // once nothing is unsaved any more
    void save(const Then &next);
    void saved(const DestinationSettings &settings, const Then &next);
    void duplicate();
    void askToRemove();
    void remove(const QString &name);
    void test();
    void runTest();
    void edited();
    void showAbilities();
    void forgetResults();
    void revealResults();

    Engine &m_engine;
    UiSettings &m_settings;
    QList<DestinationKind> m_kinds;
    QList<DestinationSettings> m_destinations; // in the order of the list
    bool m_isRead = false;
    QString m_current;               // the stored one in the editor; empty: a new one, or none
    std::optional<QString> m_wanted; // to be shown as soon as it is there
    bool m_isBusy = false;           // the engine saves or removes
    QString m_keptInMemory;          // what the engine said of the secret that is being saved; empty: nothing
    int m_testRun = 0;               // answers of an older run are dropped

    QSplitter *m_across = nullptr;
    QListWidget *m_list = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_duplicate = nullptr;
    QPushButton *m_remove = nullptr;
    QStackedWidget *m_pages = nullptr;
    QWidget *m_nothing = nullptr; // the page without a destination
    QPushButton *m_addFirst = nullptr;
    QWidget *m_editor = nullptr;
    QLabel *m_title = nullptr;
    QScrollArea *m_scroll = nullptr;
    DestinationForm *m_form = nullptr;
    CheckList *m_checks = nullptr;
    QuestionBar *m_question = nullptr;
    NoteLine *m_message = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_unfinished = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_close = nullptr;
};

} // namespace gantry
