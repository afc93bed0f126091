// A size in bytes: a number and, beside it, its unit.
#pragma once

#include <QWidget>

#include <optional>

class QComboBox;
class QLineEdit;

namespace gantry {

class SizeEdit : public QWidget
{
    Q_OBJECT

public:
    // Shown in the largest unit in which it is a whole number; none: nothing is typed yet.
    explicit SizeEdit(std::optional<qint64> bytes, QWidget *parent = nullptr);

    std::optional<qint64> bytes() const; // none: empty, or no whole number
    QString text() const;                // as sizeFromText() takes it; what is no number: as it was typed
    QString problem() const;             // empty: nothing is wrong

    QLineEdit *number() const { return m_number; } // has the focus for both
    QComboBox *unit() const { return m_unit; }

Q_SIGNALS:
    void edited();

private:
    QLineEdit *m_number;
    QComboBox *m_unit;
};

} // namespace gantry
