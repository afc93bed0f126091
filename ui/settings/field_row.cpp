#include "ui/settings/field_row.h"

#include <QLabel>
#include <QVBoxLayout>

namespace gantry {
namespace {

QString withoutMnemonic(QString text)
{
    const qsizetype mark = text.indexOf(QLatin1Char('&'));
    return mark < 0 ? text : text.remove(mark, 1);
}

} // namespace

FieldRow::FieldRow(const QString &label, QWidget *editor, const QString &help, QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(label))
    , m_help(hintLabel(help))
    , m_problem(new NoteLine)
    , m_field(nullptr)
{
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(fontMetrics().height() / 4);
    column->addWidget(m_label);
    column->addWidget(editor);
    column->addWidget(m_problem);
    column->addWidget(m_help);
    // Not before they have a parent: they would be windows of their own for a moment.
    m_label->setVisible(!label.isEmpty());
    m_help->setVisible(!help.isEmpty());
    setFocusField(editor);
}

void FieldRow::setFocusField(QWidget *field)
{
    // Of several on one line it is the one that takes the focus for them, and it is what is spoken of then.
    m_field = field->focusProxy() != nullptr ? field->focusProxy() : field;
    m_label->setBuddy(m_field);
    if (!m_label->text().isEmpty())
        m_field->setAccessibleName(withoutMnemonic(m_label->text()));
    describe();
}

void FieldRow::setLabel(const QString &label)
{
    m_label->setText(label);
    m_label->setVisible(!label.isEmpty());
    if (!label.isEmpty())
        m_field->setAccessibleName(withoutMnemonic(label));
}

void FieldRow::setHelp(const QString &help)
{
    m_help->setText(help);
    m_help->setVisible(!help.isEmpty());
    describe();
}

void FieldRow::setProblem(const QString &problem)
{
    m_problem->say(NoteLine::Tone::Problem, problem);
    describe();
}

void FieldRow::takeFocus()
{
    m_field->setFocus(Qt::OtherFocusReason);
}

void FieldRow::describe()
{
    const QString problem = m_problem->text();
    m_field->setAccessibleDescription(
        problem.isEmpty()
            ? m_help->text()
            : tr("%1 %2", "what is wrong with a field, then its help").arg(problem, m_help->text()));
}

QLabel *sectionLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace gantry
