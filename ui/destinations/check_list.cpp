#include "ui/destinations/check_list.h"

#include "ui/destinations/destination_words.h"
#include "ui/settings/note_line.h"
#include "ui/text/names.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QVBoxLayout>

#include <algorithm>

namespace gantry {

CheckList::CheckList(QWidget *parent)
    : QWidget(parent)
    , m_summary(new NoteLine)
    , m_busy(new QProgressBar)
    , m_rows(new QVBoxLayout(this))
{
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(fontMetrics().height() / 2);
    m_busy->setRange(0, 0); // it goes on, and nobody knows how long
    m_busy->setTextVisible(false);
    m_busy->setMaximumHeight(fontMetrics().height() / 2);
    m_busy->setAccessibleName(tr("Test under way"));
    m_rows->addWidget(m_summary);
    m_rows->addWidget(m_busy);
    m_busy->hide();
    hide();
}

void CheckList::begin()
{
    qDeleteAll(m_shown);
    m_shown.clear();
    m_busy->hide();
    m_summary->clear();
    show();
}

bool CheckList::isRunning() const
{
    return !m_busy->isHidden();
}

void CheckList::setRunning(const QString &destination)
{
    begin();
    m_summary->say(NoteLine::Tone::Info, tr("Testing %1…").arg(embedded(destination)));
    m_busy->show();
}

void CheckList::setLines(const QList<CheckLine> &lines)
{
    begin();
    const auto has = [&lines](CheckLine::Result result) {
        return std::any_of(lines.begin(), lines.end(),
                           [result](const CheckLine &line) { return line.result == result; });
    };
    if (has(CheckLine::Result::Failed))
        m_summary->say(NoteLine::Tone::Problem, tr("It does not work yet."));
    else if (has(CheckLine::Result::Skipped) && has(CheckLine::Result::Warning))
        m_summary->say(NoteLine::Tone::Warning,
                       tr("Not everything could be tested, and there is a warning."));
    else if (has(CheckLine::Result::Skipped))
        m_summary->say(NoteLine::Tone::Info, tr("What was tested works. Not everything could be tested."));
    else if (has(CheckLine::Result::Warning))
        m_summary->say(NoteLine::Tone::Warning, tr("It works, with a warning."));
    else
        m_summary->say(NoteLine::Tone::Good, tr("It works. The test left nothing behind."));
    for (const CheckLine &line : lines) {
        m_shown.append(rowOf(line));
        m_rows->addWidget(m_shown.last());
        m_shown.last()->show(); // a layout does that later, and the dialog scrolls to it now
    }
    QAccessibleEvent event(m_summary, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void CheckList::setFailure(const QString &message)
{
    begin();
    m_summary->say(NoteLine::Tone::Problem, message);
}

void CheckList::clear()
{
    begin();
    hide();
}

QWidget *CheckList::rowOf(const CheckLine &line)
{
    auto *row = new QWidget;
    auto *across = new QHBoxLayout(row);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(fontMetrics().averageCharWidth());
    auto *mark = new GlyphMark;
    mark->setGlyph(checkGlyph(line.result), checkMood(line.result));
    const QString title = tr("%1: %2", "a check and its result: Clock: passed")
                              .arg(checkNameText(line.name), checkResultText(line.result));
    QLabel *name = plainLabel(title);
    QFont font = name->font();
    font.setBold(line.result == CheckLine::Result::Failed || line.result == CheckLine::Result::Warning);
    name->setFont(font);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(name);
    words->addWidget(plainLabel(line.message));
    across->addWidget(mark, 0, Qt::AlignTop);
    across->addLayout(words, 1);
    row->setObjectName(line.name);
    row->setAccessibleName(tr("%1. %2", "Clock: passed. What was seen.").arg(title, line.message));
    return row;
}

} // namespace gantry
