// A field for a secret: hidden while it is typed, and never filled with what is stored.
#pragma once

#include <QByteArray>
#include <QLineEdit>

namespace gantry {

class SecretEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit SecretEdit(QWidget *parent = nullptr);

    QByteArray secret() const { return text().toUtf8(); } // empty: nothing was typed

protected:
    void changeEvent(QEvent *event) override;

private:
    void showIfAsked();

    QAction *m_reveal; // only there for what is being typed
};

} // namespace gantry
