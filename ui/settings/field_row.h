// One field of a form: its name above it, help and what is wrong with it below.
#pragma once

#include "ui/settings/note_line.h"

#include <QWidget>

class QLabel;

namespace gantry {

class FieldRow : public QWidget
{
    Q_OBJECT

public:
    // `label` may have a mnemonic; it becomes the editor's accessible name, the help its description.
    FieldRow(const QString &label, QWidget *editor, const QString &help = {}, QWidget *parent = nullptr);

    // Where the focus goes and what a screen reader reads, if it is not the editor itself but a part of it.
    void setFocusField(QWidget *field);

    void setLabel(const QString &label); // also the accessible name
    void setHelp(const QString &help);
    void setProblem(const QString &problem); // empty: none
    QString problem() const { return m_problem->text(); }
    void takeFocus();

private:
    void describe();

    QLabel *m_label;
    QLabel *m_help;
    NoteLine *m_problem;
    QWidget *m_field;
};

// A heading over a group of rows.
QLabel *sectionLabel(const QString &text, QWidget *parent = nullptr);

} // namespace gantry
