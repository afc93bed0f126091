// What is unfinished at a destination and continued by no upload of this queue: how much, how old, whose; to
// be continued with its file, or ended. And the destination's own rule that ends such uploads. Never modal.
#pragma once

#include "engine/core/orphan_types.h"

#include <QDialog>
#include <QList>

class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStandardItemModel;
class QTreeView;

namespace gantry {

class Engine;
class NoteLine;
class QuestionBar;

class UnfinishedDialog : public QDialog
{
    Q_OBJECT

public:
    // Asks the destination at once; the engine has to be started.
    UnfinishedDialog(Engine &engine, QString destination, QWidget *parent = nullptr);

public Q_SLOTS:
    void look();

Q_SIGNALS:
    // Its file is to be chosen, and to be uploaded with what is there.
    void continueWanted(const QString &destination, const gantry::Orphan &orphan);

private:
    void build();
    QWidget *buildRule();
    void fill(const QList<Orphan> &orphans);
    void showAbilities();
    void lookAtRule();
    void setRule();
    void showRule(const LifecycleState &state);
    void askToEnd();
    void end(const QList<Orphan> &chosen);
    QList<Orphan> chosen() const;

    Engine &m_engine;
    QString m_destination;
    QList<Orphan> m_orphans; // an item's UserRole + 1 is its place here
    bool m_isBusy = false;

    NoteLine *m_rule = nullptr;
    QWidget *m_ruleEditor = nullptr;
    QSpinBox *m_days = nullptr;
    QPushButton *m_setRule = nullptr;
    QStandardItemModel *m_model = nullptr;
    QTreeView *m_list = nullptr;
    QLabel *m_nothing = nullptr;
    QuestionBar *m_question = nullptr;
    QProgressBar *m_busy = nullptr;
    NoteLine *m_message = nullptr;
    QPushButton *m_look = nullptr;
    QPushButton *m_continue = nullptr;
    QPushButton *m_end = nullptr;
};

} // namespace gantry
