#include "ui/intake/intake_panel.h"

#include "ui/intake/problem_list.h"
#include "ui/look/icons.h"
#include "ui/text/format.h"
#include "ui/text/names.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include <chrono>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto summaryTime = 8s; // to read two lines without hurry

int plural(qsizetype count)
{
    return static_cast<int>(count);
}

} // namespace

IntakePanel::IntakePanel(Intake &intake, QWidget *parent)
    : QFrame(parent)
    , m_intake(intake)
{
    build();
    m_summaryTime.setSingleShot(true);
    m_summaryTime.setInterval(summaryTime);
    connect(&m_summaryTime, &QTimer::timeout, this, [this] { setSummary({}, false); });
    connect(&m_intake, &Intake::changed, this, &IntakePanel::followIntake);
    connect(&m_intake, &Intake::finished, this, &IntakePanel::tellOutcome);
    connect(m_upload, &QPushButton::clicked, this, &IntakePanel::confirm);
    connect(m_cancel, &QPushButton::clicked, this, &IntakePanel::giveUp);
    connect(m_stop, &QPushButton::clicked, this, &IntakePanel::giveUp);
    connect(m_close, &QToolButton::clicked, this, &IntakePanel::giveUp);
    connect(m_copy, &QPushButton::clicked, m_problems, &ProblemList::copy);
    connect(m_options, &QToolButton::toggled, this, [this](bool on) {
        render();
        if (on)
            m_prefix->setFocus();
    });
    connect(m_showsProblems, &QPushButton::clicked, this, [this] {
        m_listShown = !m_listShown;
        render();
    });
    connect(m_prefix, &QLineEdit::textChanged, this, &IntakePanel::render);
    connect(m_prefix, &QLineEdit::returnPressed, this, &IntakePanel::confirm);
    render();
}

void IntakePanel::offer(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    if (!m_destinations.isEmpty()) {
        m_intake.look(paths);
        return;
    }
    m_parked += paths;
    render();
    announce();
    if (m_knowsDestinations)
        Q_EMIT destinationWanted();
}

void IntakePanel::offerWithOptions(const QStringList &paths)
{
    m_asks = true;
    m_options->setChecked(true);
    offer(paths);
}

void IntakePanel::setDestinations(const QStringList &names, const QString &preferred)
{
    m_knowsDestinations = true;
    m_destinations = names;
    // A choice that is being made stays.
    const bool isChoosing = m_intake.state() != Intake::State::Idle;
    const QString wanted =
        isChoosing && names.contains(m_destination->currentText()) ? m_destination->currentText() : preferred;
    m_destination->clear();
    m_destination->addItems(names);
    m_destination->setCurrentText(wanted);
    if (!names.isEmpty() && !m_parked.isEmpty())
        m_intake.look(std::exchange(m_parked, {}));
    else if (!m_parked.isEmpty())
        Q_EMIT destinationWanted();
    render();
}

void IntakePanel::followIntake()
{
    const Intake::State before = std::exchange(m_followed, m_intake.state());
    if (m_followed != Intake::State::Idle)
        setSummary({}, false);
    if (m_followed == Intake::State::Asking && before != Intake::State::Asking) {
        beginAsking();
        return;
    }
    if (m_followed == Intake::State::Idle) {
        m_asks = false;
        m_options->setChecked(false);
        m_prefix->clear();
    }
    render();
}

void IntakePanel::beginAsking()
{
    const bool isDecided = !m_intake.destination().isEmpty();
    const IntakeFinding &finding = m_intake.finding();
    if (finding.problems.isEmpty() && !isDecided && m_destinations.size() == 1 && !m_asks &&
        !m_options->isChecked()) {
        m_intake.add(m_destinations.first(), {});
        return;
    }
    if (finding.problems.isEmpty() && isDecided)
        return; // it goes on by itself
    if (isDecided) {
        m_destination->setCurrentText(m_intake.destination());
        m_prefix->setText(m_intake.prefix());
    }
    m_problems->setProblems(finding.problems);
    m_listShown = true;
    render();
    announce();
    takeFocus(finding.files > 0 ? m_upload : m_cancel);
}

void IntakePanel::confirm()
{
    if (m_intake.state() != Intake::State::Asking) {
        if (!m_parked.isEmpty())
            Q_EMIT destinationWanted();
        return;
    }
    const QString destination = m_destination->currentText();
    if (!faultOfPrefix(m_prefix->text()).isEmpty()) {
        m_options->setChecked(true);
        m_prefix->setFocus();
        return;
    }
    if (destination.isEmpty())
        return;
    m_intake.add(destination, m_prefix->text());
    if (m_destinations.size() > 1)
        Q_EMIT prefers(destination);
}

void IntakePanel::giveUp()
{
    if (m_intake.state() != Intake::State::Idle)
        m_intake.cancel();
    else if (!m_parked.isEmpty())
        m_parked.clear();
    setSummary({}, false);
}

void IntakePanel::tellOutcome()
{
    const IntakeOutcome &outcome = m_intake.outcome();
    if (outcome.added == 0 && !outcome.failure) {
        setSummary(outcome.stopped ? tr("Stopped. No file was added.")
                                   : tr("There are no files in %1.").arg(subject()),
                   false);
        return;
    }
    QStringList sentences;
    if (outcome.added > 0)
        sentences.append(tr("%Ln file(s) added to %1.", nullptr, plural(outcome.added))
                             .arg(embedded(outcome.destination)));
    if (outcome.continued > 0)
        sentences.append(tr("%Ln of them were already queued or unfinished: they continue.", nullptr,
                            plural(outcome.continued)));
    if (outcome.stopped)
        sentences.append(tr("Then it was stopped: the others were not added."));
    if (outcome.failure)
        sentences.append(
            (outcome.added > 0 ? tr("The others could not be added: %1") : tr("Nothing could be added: %1"))
                .arg(outcome.failure->message));
    setSummary(sentences.join(QLatin1Char(' ')), outcome.failure.has_value());
}

void IntakePanel::setSummary(const QString &text, bool isWarning)
{
    m_summary = text;
    m_summaryWarns = isWarning;
    if (text.isEmpty() || isWarning)
        m_summaryTime.stop();
    else
        m_summaryTime.start();
    render();
    if (!text.isEmpty())
        announce();
}

QString IntakePanel::subject() const
{
    const QStringList &paths = m_intake.paths();
    QString first = paths.value(0);
    while (first.size() > 1 && first.endsWith(QLatin1Char('/')))
        first.chop(1);
    const QString name = first.size() > 1 ? first.section(QLatin1Char('/'), -1) : first;
    const int room = 40 * fontMetrics().averageCharWidth();
    QString shown = embedded(fontMetrics().elidedText(name, Qt::ElideMiddle, room));
    if (paths.size() == 1)
        return shown;
    //: A file or folder, and how many there are beside it.
    return tr("%1 and %Ln more", nullptr, plural(paths.size() - 1)).arg(shown);
}

void IntakePanel::render()
{
    const Intake::State state = m_intake.state();
    const bool isParked = state == Intake::State::Idle && !m_parked.isEmpty() && m_knowsDestinations;
    const bool isAsking = state == Intake::State::Asking;
    const bool mayChoose = isAsking || (state == Intake::State::Looking && m_intake.destination().isEmpty());
    const bool hasProblems = isAsking && !m_intake.finding().problems.isEmpty();
    const bool hasFiles = isAsking && m_intake.finding().files > 0;
    const bool choosesTarget = mayChoose && (!isAsking || hasFiles);

    const bool isSummary = state == Intake::State::Idle && !isParked;
    if (isSummary && m_summary.isEmpty()) {
        const bool hadFocus = focusWidget() != nullptr && focusWidget()->hasFocus();
        hide();
        if (hadFocus && m_focusBefore != nullptr)
            m_focusBefore->setFocus();
        return;
    }
    m_progress->setVisible(state == Intake::State::Adding);
    m_target->setVisible(choosesTarget && m_destinations.size() > 1);
    m_options->setVisible(choosesTarget);
    m_options->setArrowType(m_options->isChecked() ? Qt::DownArrow
                            : isRightToLeft()      ? Qt::LeftArrow
                                                   : Qt::RightArrow);
    const QString fault = faultOfPrefix(m_prefix->text());
    m_prefixFault->setText(fault.isEmpty() ? QString() : tr("Not possible: %1").arg(fault));
    m_prefixFault->setVisible(!fault.isEmpty());
    m_prefixLine->setVisible(choosesTarget && m_options->isChecked());
    m_showsProblems->setVisible(hasProblems);
    m_showsProblems->setText(m_listShown ? tr("Hide list") : tr("Show list"));
    m_copy->setVisible(hasProblems && m_listShown);
    m_problems->setVisible(hasProblems && m_listShown);
    m_upload->setVisible(hasFiles || isParked);
    m_upload->setEnabled(isParked || (fault.isEmpty() && !m_destinations.isEmpty()));
    m_choices->setVisible(choosesTarget || isParked);
    m_close->setVisible(isSummary);
    m_cancel->setVisible(isAsking || isParked);
    m_cancel->setText(isAsking && !hasFiles ? tr("Close") : tr("Cancel"));
    m_stop->setVisible(state == Intake::State::Looking || state == Intake::State::Adding);
    m_stop->setEnabled(!m_intake.outcome().stopped);
    switch (state) {
    case Intake::State::Idle:
        if (isParked) {
            say(tr("Add a destination first: then %Ln item(s) that you gave can be uploaded.", nullptr,
                   plural(m_parked.size())),
                false);
            m_upload->setText(tr("Add a destination…"));
        } else {
            say(m_summary, m_summaryWarns);
        }
        break;
    case Intake::State::Looking:
        renderLooking();
        break;
    case Intake::State::Asking:
        renderAsking();
        break;
    case Intake::State::Adding:
        renderAdding();
        break;
    }
    show();
}

void IntakePanel::renderLooking()
{
    //: While folders are searched; %1 is a file or folder, or several.
    say(tr("Looking through %1 … %Ln file(s)", nullptr, plural(m_intake.filesSeen())).arg(subject()), false);
}

void IntakePanel::renderAsking()
{
    const IntakeFinding &finding = m_intake.finding();
    const int files = plural(finding.files);
    const int problems = plural(finding.problems.size());
    if (problems == 0) {
        //: %1 is a file or folder, or several; %2 a size.
        say(tr("%1: %Ln file(s), %2", nullptr, files).arg(subject(), sizeText(finding.bytes)), false);
        m_upload->setText(tr("Upload %Ln file(s)", nullptr, files));
    } else if (files == 0) {
        say(tr("Nothing here can be sent."), true);
    } else {
        say(tr("%Ln thing(s) cannot be sent.", nullptr, problems), true);
        m_upload->setText(tr("Upload the other %Ln file(s)", nullptr, files));
    }
}

void IntakePanel::renderAdding()
{
    const IntakeOutcome &outcome = m_intake.outcome();
    const int files = plural(m_intake.finding().files);
    say(outcome.stopped ? tr("Stopping …")
                        : tr("Adding %Ln file(s) to %1 …", nullptr, files).arg(embedded(outcome.destination)),
        false);
    m_progress->setMaximum(files);
    m_progress->setValue(plural(outcome.added));
}

void IntakePanel::announce()
{
    // So that a screen reader says it, wherever the focus is.
    setAccessibleName(m_text->text());
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void IntakePanel::takeFocus(QWidget *widget)
{
    QWidget *present = QApplication::focusWidget();
    // Who is writing goes on writing.
    if (!isActiveWindow() || qobject_cast<QLineEdit *>(present) != nullptr)
        return;
    if (present != nullptr && !isAncestorOf(present))
        m_focusBefore = present;
    widget->setFocus();
}

void IntakePanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        giveUp();
    else
        QFrame::keyPressEvent(event);
}

void IntakePanel::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange && m_text != nullptr)
        render();
}

} // namespace gantry
