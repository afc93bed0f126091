// The path of a file: typed, or chosen in a dialog that stops nothing.
#pragma once

#include <QWidget>

class QLineEdit;

namespace gantry {

class PathEdit : public QWidget
{
    Q_OBJECT

public:
    explicit PathEdit(QWidget *parent = nullptr);

    QString path() const; // without white space around it
    void setPath(const QString &path);
    QLineEdit *field() const { return m_field; }
    // What is wrong with a path, as far as that can be told without looking at the disk; empty: nothing.
    static QString problemOf(const QString &path);

Q_SIGNALS:
    void edited();

private:
    void choose();

    QLineEdit *m_field;
};

} // namespace gantry
