#include "ui/destinations/question_bar.h"

#include "ui/settings/note_line.h"

#include <QAccessible>
#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace gantry {

QuestionBar::QuestionBar(QWidget *parent)
    : QFrame(parent)
    , m_question(plainLabel())
    , m_buttons(new QHBoxLayout)
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    const int space = fontMetrics().averageCharWidth();
    auto *mark = new GlyphMark;
    mark->setGlyph(Glyph::NeedsYou, UploadMood::NeedsYou);
    auto *line = new QHBoxLayout;
    line->setSpacing(space);
    line->addWidget(mark, 0, Qt::AlignTop);
    line->addWidget(m_question, 1);
    m_buttons->setSpacing(space);
    m_buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * space, space, 2 * space, space);
    column->setSpacing(space);
    column->addLayout(line);
    column->addLayout(m_buttons);
    hide();
}

void QuestionBar::ask(const QString &question, const QList<Answer> &answers)
{
    if (isHidden())
        m_focusBefore = QApplication::focusWidget();
    for (QWidget *button : std::exchange(m_shown, {})) {
        button->hide();
        button->deleteLater(); // the click that asks anew may come from it
    }
    m_question->setText(question);
    setAccessibleName(question);
    for (const Answer &answer : answers) {
        auto *button = new QPushButton(answer.text);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, then = answer.then] { answered(then); });
        m_buttons->addWidget(button);
        m_shown.append(button);
        m_last = answer.then;
    }
    show();
    if (!m_shown.isEmpty())
        m_shown.last()->setFocus(Qt::OtherFocusReason);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void QuestionBar::answered(const std::function<void()> &then)
{
    const std::function<void()> next = then; // the bar may ask something else meanwhile
    withdraw();
    if (next)
        next();
}

void QuestionBar::withdraw()
{
    if (isHidden())
        return;
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
    hide();
}

void QuestionBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        answered(m_last);
    else
        QFrame::keyPressEvent(event);
}

} // namespace gantry
