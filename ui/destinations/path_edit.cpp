#include "ui/destinations/path_edit.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace gantry {

PathEdit::PathEdit(QWidget *parent)
    : QWidget(parent)
    , m_field(new QLineEdit)
{
    auto *choose = new QPushButton(tr("Choose…"));
    choose->setAccessibleName(tr("Choose a file"));
    choose->setAutoDefault(false);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_field, 1);
    line->addWidget(choose);
    setFocusProxy(m_field);
    connect(m_field, &QLineEdit::textChanged, this, &PathEdit::edited);
    connect(choose, &QPushButton::clicked, this, &PathEdit::choose);
}

QString PathEdit::path() const
{
    return m_field->text().trimmed();
}

void PathEdit::setPath(const QString &path)
{
    m_field->setText(path);
}

QString PathEdit::problemOf(const QString &path)
{
    return path.isEmpty() || QDir::isAbsolutePath(path) ? QString()
                                                        : tr("Give the whole path, beginning with /.");
}

void PathEdit::choose()
{
    auto *dialog = new QFileDialog(this, tr("Choose a file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    if (!path().isEmpty() && problemOf(path()).isEmpty())
        dialog->selectFile(path());
    connect(dialog, &QFileDialog::fileSelected, this, &PathEdit::setPath);
    dialog->setModal(false);
    dialog->show();
}

} // namespace gantry
