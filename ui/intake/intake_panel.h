// The bar above the queue that tells how files get in, and asks where something has to be said first.
#pragma once

#include "ui/intake/intake.h"

#include <QFrame>
#include <QPointer>
#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace gantry {

class GlyphMark;
class ProblemList;

class IntakePanel : public QFrame
{
    Q_OBJECT

public:
    explicit IntakePanel(Intake &intake, QWidget *parent = nullptr); // hidden while it has nothing to say

    // Begins at once where there is one destination and nothing that cannot be sent. Without a destination
    // the paths are kept until there is one.
    void offer(const QStringList &paths);
    // Asks in any case, so that a prefix can be given.
    void offerWithOptions(const QStringList &paths);

    // To be told at the start and after each change. Preferred: the one used last.
    void setDestinations(const QStringList &names, const QString &preferred);

Q_SIGNALS:
    void destinationWanted();                 // there are files, and no destination
    void prefers(const QString &destination); // one of several was chosen

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void build();
    void followIntake();
    void beginAsking();
    void confirm();
    void giveUp();
    void tellOutcome();
    void render();
    void renderLooking();
    void renderAsking();
    void renderAdding();
    void say(const QString &text, bool isWarning);
    void announce();
    void setSummary(const QString &text, bool isWarning);
    void takeFocus(QWidget *widget);
    QString subject() const;

    Intake &m_intake;
    Intake::State m_followed = Intake::State::Idle;
    QStringList m_destinations;
    bool m_knowsDestinations = false;
    bool m_asks = false;
    bool m_listShown = true;
    QStringList m_parked; // until there is a destination
    QString m_summary;    // shown while nothing else is to be said
    bool m_summaryWarns = false;
    QTimer m_summaryTime;
    QPointer<QWidget> m_focusBefore;

    GlyphMark *m_sign = nullptr;
    QLabel *m_text = nullptr;
    QProgressBar *m_progress = nullptr;
    QWidget *m_choices = nullptr;
    QWidget *m_target = nullptr;
    QComboBox *m_destination = nullptr;
    QToolButton *m_options = nullptr;
    QWidget *m_prefixLine = nullptr;
    QLineEdit *m_prefix = nullptr;
    QLabel *m_prefixFault = nullptr;
    QPushButton *m_showsProblems = nullptr;
    QPushButton *m_copy = nullptr;
    ProblemList *m_problems = nullptr;
    QPushButton *m_upload = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_stop = nullptr;
    QToolButton *m_close = nullptr;
};

} // namespace gantry
